import { Button } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ErrorData } from '../../../shared/errors.ts'
import type { Finding } from '../../../shared/model/doctor.ts'
import type { Project } from '../../../shared/model/project.ts'
import { useStores } from '../../stores/use-stores.ts'
import { checksFor } from './checks-for.ts'
import { FindingCures } from './finding-cures.tsx'
import { FindingWords } from './finding-row.tsx'
import './doctor.css'

/** Has the doctor look for the reason of a failure, and shows there what is found, with its cure. */
export function FailureFinding({ error, project }: { error: ErrorData; project: Project }) {
  const { t } = useTranslation()
  const { client, view } = useStores()
  const [findings, setFindings] = useState<readonly Finding[]>([])
  const { accountId } = project

  useEffect(() => {
    const only = [...checksFor(error)]
    if (only.length === 0) return
    let isShown = true
    async function look(): Promise<void> {
      const found: Finding[] = []
      try {
        for await (const batch of client.open('doctor.run', { accountId, only })) {
          if (!isShown) return
          found.push(...batch)
        }
      } catch {
        // The error itself is told; that the doctor could not look adds nothing to it.
      }
      if (isShown) setFindings(found.filter(({ verdict }) => verdict === 'problem' || verdict === 'warning'))
    }
    void look()
    return () => {
      isShown = false
    }
  }, [client, error, accountId])

  if (findings.length === 0) return null
  return (
    <section className="failure-finding selectable" aria-label={t('doctor.found')}>
      <p className="failure-finding-head">{t('doctor.found')}</p>
      {findings.map((finding) => (
        <div key={finding.check} className="finding-body">
          <FindingWords finding={finding} />
          <FindingCures finding={finding} forProject={project.id} />
        </div>
      ))}
      <Button variant="subtle" size="xs" onClick={() => view.getState().openDoctor()}>
        {t('doctor.openPage')}
      </Button>
    </section>
  )
}
