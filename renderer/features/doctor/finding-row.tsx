import { ActionIcon, Loader, Tooltip } from '@mantine/core'
import { IconRefresh } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { CheckId, Finding } from '../../../shared/model/doctor.ts'
import type { ProjectId } from '../../../shared/model/ids.ts'
import { StateMark } from '../../ui/state-mark.tsx'
import { FindingCures } from './finding-cures.tsx'
import { markOfVerdict } from './mark-of-verdict.ts'
import { useFindingWords } from './use-finding-words.ts'

interface FindingRowProps {
  readonly check: CheckId
  /** The newest one; undefined before the first. */
  readonly finding: Finding | undefined
  readonly waiting: boolean
  readonly forProject: ProjectId | null
  readonly onAgain: () => void
}

export function FindingRow({ check, finding, waiting, forProject, onAgain }: FindingRowProps) {
  const { t } = useTranslation()
  const name = t(`doctor.checks.${check}`)
  const verdict = waiting || finding === undefined ? t('doctor.checking') : t(`doctor.verdicts.${finding.verdict}`)
  const again = t('doctor.againOne', { check: name })
  return (
    <li className="finding selectable" aria-label={`${name}: ${verdict}`} aria-busy={waiting}>
      <div className="finding-mark">
        {waiting ? (
          <Loader size={12} />
        ) : (
          <StateMark mark={finding === undefined ? 'none' : markOfVerdict[finding.verdict]} />
        )}
      </div>
      <h3 className="finding-name">{name}</h3>
      <div className="finding-body">
        {finding === undefined ? <p className="finding-dim">{verdict}</p> : <FindingWords finding={finding} />}
        {finding !== undefined && <FindingCures finding={finding} forProject={forProject} />}
      </div>
      <Tooltip label={again}>
        <ActionIcon variant="subtle" color="gray" size={24} aria-label={again} disabled={waiting} onClick={onAgain}>
          <IconRefresh size={14} />
        </ActionIcon>
      </Tooltip>
    </li>
  )
}

export function FindingWords({ finding }: { finding: Finding }) {
  const { seen, cure } = useFindingWords()(finding)
  return (
    <>
      <p>{seen}</p>
      {cure !== null && <p className="finding-dim">{cure}</p>}
      {finding.words !== null && <pre className="finding-remote">{finding.words}</pre>}
    </>
  )
}
