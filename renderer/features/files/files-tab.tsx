import { SegmentedControl } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import type { Project } from '../../../shared/model/project.ts'
import { useScan, useStores } from '../../stores/use-stores.ts'
import { ErrorPanel } from '../../ui/error-panel.tsx'
import { FilesSummary } from './files-summary.tsx'
import { IgnoredPanel } from './ignored-panel.tsx'
import { ImagePanel } from './image-panel.tsx'
import { RulesPanel } from './rules-panel.tsx'
import { useUploadTime } from './use-upload-time.ts'
import { WarningList } from './warning-list.tsx'
import './files.css'

const panels = ['image', 'ignored', 'rules'] as const
type Panel = (typeof panels)[number]

/** What a pack would send, what it would leave out and why, and what to know before. */
export function FilesTab({ project }: { project: Project }) {
  const { t } = useTranslation()
  const { settings } = useStore(useStores().drafts.of(project))
  const scan = useScan(project.id, settings)
  const uploadMs = useUploadTime(settings, scan.summary?.layerBytes ?? null)
  const [panel, setPanel] = useState<Panel>('image')

  if (settings.codePath === '') return <p className="nothing">{t('preview.noFolder')}</p>
  return (
    <div className="files">
      <div className="files-head">
        <FilesSummary scan={scan} uploadMs={uploadMs} />
        <SegmentedControl
          aria-label={t('files.show')}
          data={panels.map((value) => ({ value, label: t(`files.panels.${value}`) }))}
          value={panel}
          onChange={(value) => setPanel(panels.find((one) => one === value) ?? 'image')}
        />
      </div>
      {scan.problem !== null && <ErrorPanel error={scan.problem} heading={t('files.failed')} />}
      {panel === 'image' && (
        <>
          <WarningList project={project} scan={scan} />
          {scan.problem === null && <ImagePanel project={project} scan={scan} />}
        </>
      )}
      {panel === 'ignored' && <IgnoredPanel project={project} scan={scan} />}
      {panel === 'rules' && <RulesPanel project={project} settings={settings} />}
    </div>
  )
}
