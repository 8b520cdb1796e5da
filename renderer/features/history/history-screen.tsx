import { useTranslation } from 'react-i18next'
import { HistoryView } from './history-view.tsx'

/** The packs of all projects, in place of one project. */
export function HistoryScreen() {
  const { t } = useTranslation()
  return (
    <div className="project">
      <header className="project-header">
        <h1>{t('history.allTitle')}</h1>
      </header>
      <HistoryView projectId={null} />
    </div>
  )
}
