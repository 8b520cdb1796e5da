import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import type { Project } from '../../../shared/model/project.ts'
import { useScan, useStores } from '../../stores/use-stores.ts'
import { openWarnings } from './warning-words.ts'
import './files.css'

/** The tab's name, with the number of warnings that wait for a choice. */
export function FilesTabLabel({ project }: { project: Project }) {
  const { t } = useTranslation()
  const { settings } = useStore(useStores().drafts.of(project))
  const scan = useScan(project.id, settings)
  const count = openWarnings(scan, project).length
  return (
    <span className="files-tab-label">
      {t('tabs.files')}
      {count > 0 && (
        <span className="files-badge" aria-label={t('files.warnings', { count })} role="img">
          {count}
        </span>
      )}
    </span>
  )
}
