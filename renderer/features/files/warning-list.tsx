import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Project } from '../../../shared/model/project.ts'
import { warningKey, type ScanWarning } from '../../../shared/model/scan.ts'
import { useFormat } from '../../i18n/format.ts'
import type { ScanSnapshot } from '../../stores/scan-follow.ts'
import { useStores } from '../../stores/use-stores.ts'
import { StateMark } from '../../ui/state-mark.tsx'
import { telling } from '../project/project-actions.ts'
import { useIgnore } from './use-ignore.ts'
import { curingRule, isFatal, openWarnings, warningWords } from './warning-words.ts'

const shownAtFirst = 2

/** What to know before packing, each with its choice: leave it out, or keep it as it is. */
export function WarningList({ project, scan }: { project: Project; scan: ScanSnapshot }) {
  const { t } = useTranslation()
  const [all, setAll] = useState(false)
  const [showsKept, setShowsKept] = useState(false)
  const warnings = openWarnings(scan, project).toSorted((a, b) => weight(b) - weight(a))
  const kept = scan.warnings.filter((warning) => !warnings.includes(warning))
  if (warnings.length === 0 && kept.length === 0) return null
  const shown = all ? warnings : warnings.slice(0, shownAtFirst)
  const hidden = warnings.length - shown.length + scan.omittedWarnings
  return (
    <section className="files-warnings" aria-label={t('files.warnings', { count: warnings.length })}>
      {(shown.length > 0 || showsKept) && (
        <ul>
          {[...shown, ...(showsKept ? kept : [])].map((warning) => (
            <WarningRow key={warningKey(warning)} project={project} warning={warning} isKept={kept.includes(warning)} />
          ))}
        </ul>
      )}
      <div className="files-warnings-more">
        {(hidden > 0 || all) && (
          <Button
            variant="subtle"
            color="gray"
            size="xs"
            disabled={!all && warnings.length === shown.length}
            onClick={() => setAll(!all)}
          >
            {all ? t('files.fewerWarnings') : t('files.moreWarnings', { count: hidden })}
          </Button>
        )}
        {kept.length > 0 && (
          <Button variant="subtle" color="gray" size="xs" onClick={() => setShowsKept(!showsKept)}>
            {showsKept ? t('files.hideKept') : t('files.keptWarnings', { count: kept.length })}
          </Button>
        )}
      </div>
    </section>
  )
}

/** A pack fails at the first ones; a secret that is out cannot be taken back. */
function weight(warning: ScanWarning): number {
  return isFatal(warning) ? 2 : warning.code === 'secret' ? 1 : 0
}

interface WarningRowProps {
  readonly project: Project
  readonly warning: ScanWarning
  readonly isKept: boolean
}

function WarningRow({ project, warning, isKept }: WarningRowProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const stores = useStores()
  const ignore = useIgnore(project)
  const { title, cure } = warningWords(warning, t, format)
  const rule = curingRule(warning)
  const keepLabel = t(isKept ? 'files.warnAgain' : 'files.keepIt')
  const keep = (): Promise<void> =>
    telling(stores, () => stores.projects.getState().keepWarning(project.id, warningKey(warning), !isKept))
  return (
    <li className={isKept ? 'files-warning files-warning-kept' : 'files-warning'}>
      <StateMark mark={isFatal(warning) ? 'failed' : isKept ? 'none' : 'warning'} />
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
          aria-label={`${keepLabel}: ${title}`}
          onClick={() => void keep()}
        >
          {keepLabel}
        </Button>
      )}
    </li>
  )
}
