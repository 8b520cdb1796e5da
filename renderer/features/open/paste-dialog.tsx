import { IconLock } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useHealth, useStores } from '../../stores/use-stores.ts'
import { NotePanel } from '../../ui/note-panel.tsx'
import { FactList, type Fact } from './fact-list.tsx'
import { readPastedFlags } from './pasted-command.ts'
import { QuestionDialog } from './question-dialog.tsx'

/** Shows what was understood of a pasted command; its secrets are named, never shown. */
export function PasteDialog({ line }: { line: string }) {
  const { t } = useTranslation()
  const stores = useStores()
  const inMemory = useHealth((state) => state.secrets?.kind === 'memory')
  const flags = readPastedFlags(line)
  const facts = flags.map(({ name, value, isSecret }): Fact => {
    const fact = { label: name, value: value ?? '' }
    return isSecret ? { ...fact, instead: <SecretWords inMemory={inMemory} /> } : fact
  })

  async function makeProject(): Promise<void> {
    const { project } = await stores.client.call('projects.fromCommandLine', line)
    stores.projects.getState().put(project)
    await stores.accounts.getState().load()
    stores.view.getState().selectProject(project.id)
    stores.view.getState().showForm(project.id)
  }

  return (
    <QuestionDialog
      size={640}
      title={t('open.pasteTitle')}
      primary={{ label: t('open.pasteConfirm'), run: makeProject }}
    >
      <p>{t('open.pasteText')}</p>
      {flags.some(({ isSecret }) => isSecret) && (
        <NotePanel mark="warning">
          <p>{t('open.pasteSecrets')}</p>
        </NotePanel>
      )}
      <FactList facts={facts} />
    </QuestionDialog>
  )
}

function SecretWords({ inMemory }: { inMemory: boolean }) {
  const { t } = useTranslation()
  return (
    <span className="fact-secret">
      <IconLock size={14} aria-hidden="true" />
      {t(inMemory ? 'open.secretToMemory' : 'open.secretToKeychain')}
    </span>
  )
}
