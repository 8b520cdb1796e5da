import { Button } from '@mantine/core'
import { IconArrowDownRight, IconPackage, IconPlayerPlay } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Cure, Explanation } from '../../../shared/model/explanation.ts'
import type { JobId } from '../../../shared/model/ids.ts'
import type { TestOrigin } from '../../../shared/model/job.ts'
import type { Project } from '../../../shared/model/project.ts'
import { packageCureOf, withPackage } from '../../../shared/uaitrain/package-cure.ts'
import { useFormat } from '../../i18n/format.ts'
import { useStores } from '../../stores/use-stores.ts'
import { StateMark } from '../../ui/state-mark.tsx'
import { startPack, startTest } from '../project/project-actions.ts'

interface ExplanationPanelProps {
  readonly explanations: readonly Explanation[]
  readonly test: TestOrigin
  readonly project: Project
  readonly onShowLine: (index: number) => void
}

/** Why a run failed, in words: the likeliest cause with its cure, then what else was seen. */
export function ExplanationPanel({ explanations, test, project, onShowLine }: ExplanationPanelProps) {
  const { t } = useTranslation()
  const [first, ...others] = explanations
  if (first === undefined) return null
  const isWarning = first.id === 'no-output'
  return (
    <section className={isWarning ? 'panel panel-warn' : 'panel panel-bad'} aria-label={t('explain.label')}>
      <div className="panel-mark">
        <StateMark mark={isWarning ? 'warning' : 'failed'} />
      </div>
      <div className="panel-body">
        <ExplanationWords explanation={first} />
        <div className="panel-actions">
          <PackageButton explanation={first} test={test} project={project} />
          {first.cure !== null && <CureButton cure={first.cure} packJobId={test.packJobId} project={project} />}
          <LineButton explanation={first} onShowLine={onShowLine} />
        </div>
        {others.length > 0 && (
          <ul className="explain-others" aria-label={t('explain.others')}>
            {others.map((explanation) => (
              <li key={explanation.id}>
                <span>{t(`explain.failures.${explanation.id}.title`, { subject: explanation.subject })}</span>
                <LineButton explanation={explanation} onShowLine={onShowLine} />
              </li>
            ))}
          </ul>
        )}
      </div>
    </section>
  )
}

function ExplanationWords({ explanation: { id, subject } }: { explanation: Explanation }) {
  const { t } = useTranslation()
  return (
    <>
      <p className="panel-title">{t(`explain.failures.${id}.title`, { subject })}</p>
      <div className="explain-words">
        <p>{t(`explain.failures.${id}.cause`, { subject }).trim()}</p>{' '}
        <p>{t(`explain.failures.${id}.cure`, { subject })}</p>
      </div>
    </>
  )
}

interface PackageButtonProps {
  readonly explanation: Explanation
  readonly test: TestOrigin
  readonly project: Project
}

/** Adds what was wanted to the project's packages, packs, and runs as before. */
function PackageButton({ explanation, test: { target, options }, project }: PackageButtonProps) {
  const { t } = useTranslation()
  const stores = useStores()
  const cure = packageCureOf(explanation)
  if (cure === null) return null
  return (
    <Button
      size="xs"
      leftSection={<IconPackage size={14} />}
      onClick={() => {
        const { settings, change } = stores.drafts.of(project).getState()
        change({ packages: withPackage(settings.packages, cure) })
        void startPack(stores, project.id, { push: false, thenTest: { target, options } })
      }}
    >
      {t('explain.addPackage', { name: cure.name })}
    </Button>
  )
}

function CureButton({ cure, packJobId, project }: { cure: Cure; packJobId: JobId; project: Project }) {
  const { t } = useTranslation()
  const format = useFormat()
  const stores = useStores()
  const { change, variables = '', target, options } = cure
  const size = format.memory(options.sharedMemoryMb ?? 0)
  return (
    <Button
      size="xs"
      leftSection={<IconPlayerPlay size={14} />}
      onClick={() => void startTest(stores, { projectId: project.id, packJobId, target, options })}
    >
      {t(`explain.cures.${change}`, { size, variables })}
    </Button>
  )
}

interface LineButtonProps {
  readonly explanation: Explanation
  readonly onShowLine: (index: number) => void
}

function LineButton({ explanation: { lineIndex }, onShowLine }: LineButtonProps) {
  const { t } = useTranslation()
  if (lineIndex === null) return null
  return (
    <Button
      variant="default"
      size="xs"
      leftSection={<IconArrowDownRight size={14} />}
      onClick={() => onShowLine(lineIndex)}
    >
      {t('explain.showLine', { line: lineIndex + 1 })}
    </Button>
  )
}
