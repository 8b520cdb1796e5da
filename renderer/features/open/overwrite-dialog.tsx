import { useTranslation } from 'react-i18next'
import type { ProjectId } from '../../../shared/model/ids.ts'
import { useStores } from '../../stores/use-stores.ts'
import { QuestionDialog } from './question-dialog.tsx'

interface OverwriteDialogProps {
  readonly projectId: ProjectId
  readonly path: string
  readonly reason: 'changed' | 'other'
}

/** Somebody else's work is in the file that is to be written. */
export function OverwriteDialog({ projectId, path, reason }: OverwriteDialogProps) {
  const { t } = useTranslation()
  const stores = useStores()

  async function overwrite(): Promise<void> {
    await stores.client.call('projects.exportFile', { id: projectId, path, overwrite: true })
  }

  async function takeOver(): Promise<void> {
    const preview = await stores.client.call('projects.readFile', path)
    stores.view.getState().ask({ kind: 'import-file', preview })
  }

  return (
    <QuestionDialog
      title={t('open.overwriteTitle')}
      primary={{ label: t('open.overwrite'), run: overwrite, destructive: true }}
      secondary={{ label: t('open.overwriteLook'), run: takeOver }}
    >
      <p>{t(reason === 'changed' ? 'open.overwriteChanged' : 'open.overwriteOther')}</p>
      <ul className="question-paths">
        <li>
          <code>{path}</code>
        </li>
      </ul>
    </QuestionDialog>
  )
}
