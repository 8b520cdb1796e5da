import { useTranslation } from 'react-i18next'
import type { ProjectId } from '../../../shared/model/ids.ts'
import { useProjects, useStores } from '../../stores/use-stores.ts'
import { QuestionDialog } from '../open/question-dialog.tsx'

/** Says what goes and what stays before a project is removed. */
export function RemoveDialog({ projectId }: { projectId: ProjectId }) {
  const { t } = useTranslation()
  const { projects } = useStores()
  const project = useProjects((state) => state.projects?.find((one) => one.id === projectId))
  const stays = [
    'code',
    'images',
    'commands',
    ...((project?.filePath ?? null) === null ? [] : (['file'] as const)),
  ] as const
  return (
    <QuestionDialog
      title={t('projects.removeTitle', { name: project?.name ?? '' })}
      primary={{
        label: t('projects.removeConfirm'),
        run: () => projects.getState().remove(projectId),
        destructive: true,
      }}
    >
      <div className="remove-part">
        <h3>{t('projects.removed')}</h3>
        <ul>
          <li>{t('projects.removes.settings')}</li>
          <li>{t('projects.removes.history')}</li>
        </ul>
      </div>
      <div className="remove-part">
        <h3>{t('projects.kept')}</h3>
        <ul>
          {stays.map((one) => (
            <li key={one}>{t(`projects.keeps.${one}`, { path: project?.codePath, file: project?.filePath })}</li>
          ))}
        </ul>
      </div>
    </QuestionDialog>
  )
}
