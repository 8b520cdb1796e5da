import { useTranslation } from 'react-i18next'
import type { ProjectId } from '../../../shared/model/ids.ts'
import { useStores } from '../../stores/use-stores.ts'
import { packIfComplete } from './open-actions.ts'
import { QuestionDialog } from './question-dialog.tsx'

interface FoldersDialogProps {
  readonly projectId: ProjectId
  readonly paths: readonly string[]
  readonly thenPack: boolean
}

/** Nothing is made on the disk unasked, the test folders included. */
export function FoldersDialog({ projectId, paths, thenPack }: FoldersDialogProps) {
  const { t } = useTranslation()
  const stores = useStores()

  async function go(): Promise<void> {
    if (thenPack) await packIfComplete(stores, projectId)
  }

  async function make(): Promise<void> {
    await stores.client.call('projects.makeTestFolders', projectId)
    await go()
  }

  return (
    <QuestionDialog
      title={t('open.foldersTitle')}
      primary={{ label: t('open.foldersMake'), run: make }}
      secondary={{ label: t('open.foldersLater'), run: go }}
    >
      <p>{t('open.foldersText')}</p>
      <ul className="question-paths">
        {paths.map((path) => (
          <li key={path}>
            <code>{path}</code>
          </li>
        ))}
      </ul>
    </QuestionDialog>
  )
}
