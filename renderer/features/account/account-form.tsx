import { Button } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ErrorData } from '../../../shared/errors.ts'
import type { AccountId } from '../../../shared/model/ids.ts'
import { unlessCancelled } from '../../ipc/error-data.ts'
import { useAccounts, useHealth, useProjects, useStores } from '../../stores/use-stores.ts'
import type { AccountDialogTarget } from '../../stores/view-store.ts'
import { ErrorPanel } from '../../ui/error-panel.tsx'
import { NotePanel } from '../../ui/note-panel.tsx'
import { accountProblems, draftOf } from './account-draft.ts'
import { AccountFields } from './account-fields.tsx'
import { AccountTest } from './account-test.tsx'
import { RemoveAccount } from './remove-account.tsx'
import { UseSandbox } from './use-sandbox.tsx'
import './account.css'

/** Saves an account and tries it out; the project that asked for it uses it from then on. */
export function AccountForm({ target }: { target: AccountDialogTarget }) {
  const { t } = useTranslation()
  const stores = useStores()
  const [savedId, setSavedId] = useState(target.accountId)
  const account = useAccounts((state) => state.accounts?.find((one) => one.id === savedId))
  const project = useProjects((state) => state.projects?.find((one) => one.id === target.forProject))
  const inMemory = useHealth((state) => state.secrets?.kind === 'memory')
  const [draft, setDraft] = useState(() => draftOf(account))
  const [triedAt, setTriedAt] = useState<number | null>(null)
  const [refusal, setRefusal] = useState<ErrorData | null>(null)
  const [saving, setSaving] = useState(false)
  const form = useRef<HTMLFormElement>(null)
  const { closeAccountDialog } = stores.view.getState()

  const told = refusal?.code === 'invalid-field' ? [refusal.details] : []
  const problems = [...accountProblems(draft, account), ...told]
  const fixed = account?.kind === 'sandbox'

  useEffect(() => {
    if (triedAt !== null) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
  }, [triedAt])

  /** Null when it could not be saved; the form says why. */
  async function save(): Promise<AccountId | null> {
    if (fixed) return account.id
    setRefusal(null)
    setTriedAt(Date.now())
    if (accountProblems(draft, account).length > 0) return null
    setSaving(true)
    try {
      const { settings, privateKey, uhubPassword } = draft
      const secrets = {
        ...(privateKey === '' ? {} : { privateKey }),
        ...(uhubPassword === '' ? {} : { uhubPassword }),
      }
      const saved = await stores.accounts.getState().save(savedId, settings, secrets)
      setSavedId(saved.id)
      setDraft({ settings, privateKey: '', uhubPassword: '' })
      if (project !== undefined) stores.drafts.of(project).getState().change({ accountId: saved.id })
      return saved.id
    } catch (error) {
      setRefusal(unlessCancelled(error))
      return null
    } finally {
      setSaving(false)
    }
  }

  async function saveAndClose(): Promise<void> {
    if ((await save()) !== null) closeAccountDialog()
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
      {savedId === null && <UseSandbox forProject={target.forProject} />}
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
            change={(patch) => {
              setRefusal(null)
              setDraft((before) => ({ ...before, ...patch }))
            }}
            problemOf={(field) =>
              problems.find((one) => one.field === field && (one.problem !== 'required' || triedAt !== null))
            }
          />
          <p className="account-secrets">{t(inMemory ? 'account.inMemory' : 'account.inKeychain')}</p>
        </>
      )}
      <AccountTest save={save} />
      <div className="dialog-actions">
        {savedId !== null && <RemoveAccount id={savedId} onRemoved={closeAccountDialog} />}
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
