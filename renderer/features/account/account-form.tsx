import { Button } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ErrorData } from '../../../shared/errors.ts'
import { unlessCancelled } from '../../ipc/error-data.ts'
import { useAccounts, useHealth, useProjects, useStores } from '../../stores/use-stores.ts'
import type { AccountDialogTarget } from '../../stores/view-store.ts'
import { ErrorPanel } from '../../ui/error-panel.tsx'
import { NotePanel } from '../../ui/note-panel.tsx'
import { accountProblems, draftOf, secretsOf } from './account-draft.ts'
import { AccountFields } from './account-fields.tsx'
import { AccountVerdicts } from './account-verdicts.tsx'
import { RemoveAccount } from './remove-account.tsx'
import { useAccountTest } from './use-account-test.ts'
import { UseSandbox } from './use-sandbox.tsx'
import './account.css'

/** Tries an account out as it is typed, and saves it; the project that asked for it uses it from then on. */
export function AccountForm({ target }: { target: AccountDialogTarget }) {
  const { t } = useTranslation()
  const stores = useStores()
  const { accountId } = target
  const account = useAccounts((state) => state.accounts?.find((one) => one.id === accountId))
  const project = useProjects((state) => state.projects?.find((one) => one.id === target.forProject))
  const inMemory = useHealth((state) => state.secrets?.kind === 'memory')
  const [draft, setDraft] = useState(() => draftOf(account))
  const [triedAt, setTriedAt] = useState<number | null>(null)
  const [refusal, setRefusal] = useState<ErrorData | null>(null)
  const [saving, setSaving] = useState(false)
  const test = useAccountTest()
  const form = useRef<HTMLFormElement>(null)
  const { closeAccountDialog } = stores.view.getState()

  const told = refusal?.code === 'invalid-field' ? [refusal.details] : []
  const problems = [...accountProblems(draft, account), ...told]
  const fixed = account?.kind === 'sandbox'

  useEffect(() => {
    if (triedAt !== null) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
  }, [triedAt])

  /** If something is missing, the form says what. */
  function isComplete(): boolean {
    setRefusal(null)
    setTriedAt(Date.now())
    return accountProblems(draft, account).length === 0
  }

  async function tryOut(): Promise<void> {
    if (test.testing || !(fixed || isComplete())) return
    await test.run({ id: accountId, settings: draft.settings, secrets: secretsOf(draft) })
  }

  async function saveAndClose(): Promise<void> {
    if (fixed || !isComplete()) return
    setSaving(true)
    try {
      const saved = await stores.accounts.getState().save(accountId, draft.settings, secretsOf(draft))
      if (project !== undefined) stores.drafts.of(project).getState().change({ accountId: saved.id })
      closeAccountDialog()
    } catch (error) {
      setRefusal(unlessCancelled(error))
    } finally {
      setSaving(false)
    }
  }

  return (
    <form
      ref={form}
      className="account-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void saveAndClose()
      }}
    >
      {accountId === null && <UseSandbox forProject={target.forProject} />}
      {refusal !== null && refusal.code !== 'invalid-field' && <ErrorPanel error={refusal} />}
      {fixed ? (
        <NotePanel mark="none">
          <p>{t('account.sandboxFixed')}</p>
        </NotePanel>
      ) : (
        <>
          <AccountFields
            draft={draft}
            account={account}
            focus={target.field ?? 'accountName'}
            change={(patch) => {
              setRefusal(null)
              test.forget()
              setDraft((before) => ({ ...before, ...patch }))
            }}
            problemOf={(field) =>
              problems.find((one) => one.field === field && (one.problem !== 'required' || triedAt !== null))
            }
          />
          <p className="account-secrets">{t(inMemory ? 'account.inMemory' : 'account.inKeychain')}</p>
        </>
      )}
      <AccountVerdicts outcome={test.outcome} />
      <div className="dialog-actions">
        <Button variant="light" className="account-test-button" aria-busy={test.testing} onClick={() => void tryOut()}>
          {t(test.testing ? 'account.testing' : 'account.test')}
        </Button>
        {accountId !== null && <RemoveAccount id={accountId} onRemoved={closeAccountDialog} />}
        <Button variant="default" onClick={closeAccountDialog}>
          {t(fixed ? 'common.close' : 'common.cancel')}
        </Button>
        {!fixed && (
          <Button type="submit" loading={saving}>
            {t('common.save')}
          </Button>
        )}
      </div>
    </form>
  )
}
