import { Button } from '@mantine/core'
import { IconFlask } from '@tabler/icons-react'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import type { ProjectId } from '../../../shared/model/ids.ts'
import { useAccounts, useJob, useStores } from '../../stores/use-stores.ts'
import { ErrorPanel } from '../../ui/error-panel.tsx'
import { findProject } from '../project/project-actions.ts'
import { SandboxProgress, useSandboxStart } from './sandbox-start.tsx'

/** Makes the sandbox's account instead of a real one; the project that asked for an account takes it. */
export function UseSandbox({ forProject }: { forProject: ProjectId | null }) {
  const { t } = useTranslation()
  const stores = useStores()
  const sandbox = useSandboxStart()
  const job = useJob(sandbox.startedId)
  const hasSandbox = useAccounts((state) => state.accounts?.some((account) => account.kind === 'sandbox') ?? false)
  const result = job?.result?.kind === 'sandbox' ? job.result : null

  useEffect(() => {
    if (result === null) return
    const project = forProject === null ? undefined : findProject(stores, forProject)
    if (project !== undefined) {
      const { accountId, uhubRegistry } = result
      stores.drafts.of(project).getState().change({ accountId, uhubRegistry })
    }
    stores.view.getState().closeAccountDialog()
  }, [result, forProject, stores])

  if (sandbox.running && sandbox.jobId !== null) return <SandboxProgress jobId={sandbox.jobId} />
  return (
    <>
      {!hasSandbox && (
        <div className="account-sandbox">
          <p>{t('account.sandboxHint')}</p>
          <Button variant="default" leftSection={<IconFlask size={14} />} onClick={() => void sandbox.start()}>
            {t('account.sandbox')}
          </Button>
        </div>
      )}
      {sandbox.error !== null && <ErrorPanel error={sandbox.error} heading={t('start.sandboxFailed')} />}
    </>
  )
}
