import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ProjectId } from '../../../shared/model/ids.ts'
import type { ProjectSettings } from '../../../shared/model/project.ts'
import type { TargetFinding } from '../../../shared/model/target.ts'
import { Disclosure } from '../../ui/disclosure.tsx'
import { StateMark } from '../../ui/state-mark.tsx'
import { useTarget } from './use-target.ts'
import { TargetTrial } from './target-trial.tsx'
import './target.css'

/** So many are shown at once; the others are under them. */
const shownCount = 4

/** Whether the script will run on the platform, as far as its source tells. It keeps nobody from packing. */
export function TargetPanel({ projectId, settings }: { projectId: ProjectId; settings: ProjectSettings }) {
  const { t } = useTranslation()
  const [triedCount, setTriedCount] = useState(0)
  const report = useTarget(settings, { projectId, triedCount })
  if (report === null || report.fileCount === 0) return null
  const { findings, fileCount } = report
  const problems = findings.filter(({ severity }) => severity === 'problem').length
  const mark = problems > 0 ? 'failed' : findings.length > 0 ? 'warning' : 'done'
  const words =
    findings.length === 0 ? t('target.fine', { count: fileCount }) : t('target.found', { count: findings.length })
  return (
    <section className="preview-part target" aria-label={t('target.title')}>
      <p className="preview-title">{t('target.title')}</p>
      <p className="target-summary" role="status">
        <StateMark mark={mark} />
        {words}
      </p>
      {findings.length > 0 && <FindingList findings={findings.slice(0, shownCount)} />}
      {findings.length > shownCount && (
        <Disclosure label={t('target.more', { count: findings.length - shownCount })}>
          <FindingList findings={findings.slice(shownCount)} />
        </Disclosure>
      )}
      <TargetTrial
        key={settings.mainFile}
        projectId={projectId}
        settings={settings}
        onTried={() => setTriedCount((count) => count + 1)}
      />
    </section>
  )
}

function FindingList({ findings }: { findings: readonly TargetFinding[] }) {
  const { t } = useTranslation()
  return (
    <ul className="target-findings selectable">
      {findings.map((finding) => {
        const { code, severity, path, line, subject, python, has, detail, files } = finding
        const words = { subject, python, has }
        const seen =
          detail === null ? t(`target.findings.${code}.seen`, words) : t(`target.details.${detail}.seen`, words)
        const cure =
          detail === null ? t(`target.findings.${code}.cure`, words) : t(`target.details.${detail}.cure`, words)
        const place = line === null ? path : `${path}:${line}`
        return (
          <li key={[code, path, line, subject].join('\n')}>
            <StateMark
              mark={severity === 'problem' ? 'failed' : 'warning'}
              label={t(`target.severities.${severity}`)}
            />
            <div>
              <p>
                <Unbroken text={seen} />
              </p>
              <p className="preview-dim">
                <Unbroken text={cure} />
              </p>
              <p className="target-place">
                {place}
                {files !== undefined && ` (${t('target.inFiles', { count: files.length })})`}
              </p>
            </div>
          </li>
        )
      })}
    </ul>
  )
}

/** Keeps a flag's hyphens and its name on one line. */
function Unbroken({ text }: { text: string }) {
  return text.split(/(--\w+)/).map((part, index) =>
    index % 2 === 0 ? (
      part
    ) : (
      <span key={index} className="target-flag">
        {part}
      </span>
    ),
  )
}
