import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Project } from '../../../shared/model/project.ts'
import type { ScanWarning } from '../../../shared/model/scan.ts'
import { useFormat } from '../../i18n/format.ts'
import type { ScanSnapshot } from '../../stores/scan-follow.ts'
import { useStores, useView } from '../../stores/use-stores.ts'
import { StateMark } from '../../ui/state-mark.tsx'
import { useIgnore } from './use-ignore.ts'
import { curingRule, isFatal, openWarnings, warningKey, warningWords } from './warning-words.ts'

const shownAtFirst = 2

/** What to know before packing, each with its choice: leave it out, or keep it as it is. */
export function WarningList({ project, scan }: { project: Project; scan: ScanSnapshot }) {
  const { t } = useTranslation()
  const kept = useView((state) => state.keptWarnings[project.id])
  const [all, setAll] = useState(false)
  const warnings = openWarnings(scan, kept).toSorted((a, b) => Number(isFatal(b)) - Number(isFatal(a)))
  if (warnings.length === 0) return null
  const shown = all ? warnings : warnings.slice(0, shownAtFirst)
  const hidden = warnings.length - shown.length + scan.omittedWarnings
  return (
    <section className="files-warnings" aria-label={t('files.warnings', { count: warnings.length })}>
      <ul>
        {shown.map((warning) => (
          <WarningRow key={warningKey(warning)} project={project} warning={warning} />
        ))}
      </ul>
      {(hidden > 0 || all) && (
        <Button
          className="files-warnings-more"
          variant="subtle"
          color="gray"
          size="xs"
          disabled={!all && warnings.length === shown.length}
          onClick={() => setAll(!all)}
        >
          {all ? t('files.fewerWarnings') : t('files.moreWarnings', { count: hidden })}
        </Button>
      )}
    </section>
  )
}

function WarningRow({ project, warning }: { project: Project; warning: ScanWarning }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { view } = useStores()
  const ignore = useIgnore(project)
  const { title, cure } = warningWords(warning, t, format)
  const rule = curingRule(warning)
  return (
    <li className="files-warning">
      <StateMark mark={isFatal(warning) ? 'failed' : 'warning'} />
      <div className="files-warning-words">
        <strong title={title}>{title}</strong>
        <span>{cure}</span>
      </div>
      {rule !== null && (
        <Button
          size="xs"
          variant="default"
          aria-label={`${t('files.ignoreIt')}: ${title}`}
          onClick={() => ignore.add(rule)}
        >
          {t('files.ignoreIt')}
        </Button>
      )}
      {!isFatal(warning) && (
        <Button
          size="xs"
          variant="subtle"
          color="gray"
          aria-label={`${t('files.keepIt')}: ${title}`}
          onClick={() => view.getState().keepWarning(project.id, warningKey(warning))}
        >
          {t('files.keepIt')}
        </Button>
      )}
    </li>
  )
}
