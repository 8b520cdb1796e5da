import { useTranslation } from 'react-i18next'
import type { ProjectId } from '../../../shared/model/ids.ts'
import type { KeptChange } from '../../../shared/model/packages.ts'
import { useFormat } from '../../i18n/format.ts'
import { useStores } from '../../stores/use-stores.ts'
import { QuestionDialog } from '../open/question-dialog.tsx'

/** Asks before something goes that nothing can make again. */
export function ForgetDialog({ projectId, change }: { projectId: ProjectId; change: KeptChange }) {
  const { t } = useTranslation()
  const { keptChanges } = useStores()
  const format = useFormat()
  return (
    <QuestionDialog
      title={t('packages.kept.forgetTitle')}
      primary={{
        label: t('packages.kept.forgetConfirm'),
        run: () => keptChanges.getState().forget(projectId, change.digest),
        destructive: true,
      }}
    >
      <p>{t('packages.kept.forgetText', { when: format.dateTime(change.keptAt) })}</p>
    </QuestionDialog>
  )
}
