import { Tabs } from '@mantine/core'
import { lazy, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import type { Project } from '../../../shared/model/project.ts'
import { useStores, useView } from '../../stores/use-stores.ts'
import type { ProjectTab } from '../../stores/view-store.ts'
import { PackTab } from '../pack/pack-tab.tsx'
import { FilesTabLabel } from '../files/files-tab-label.tsx'
import { ProjectHeader } from './project-header.tsx'
import { ProjectNotes } from './project-notes.tsx'
import './project.css'

const FilesTab = lazy(async () => ({ default: (await import('../files/files-tab.tsx')).FilesTab }))
const TestsTab = lazy(async () => ({ default: (await import('../tests/tests-tab.tsx')).TestsTab }))
const HistoryTab = lazy(async () => ({ default: (await import('../history/history-tab.tsx')).HistoryTab }))

const tabs = ['pack', 'files', 'tests', 'history'] as const satisfies readonly ProjectTab[]

export function ProjectView({ project }: { project: Project }) {
  const { t } = useTranslation()
  const { view } = useStores()
  const tab = useView((state) => state.tab)

  function select(value: string | null): void {
    const chosen = tabs.find((one) => one === value)
    if (chosen !== undefined) view.getState().selectTab(chosen)
  }

  return (
    <div className="project">
      <ProjectHeader project={project} />
      <ProjectNotes project={project} />
      <Tabs className="project-tabs" value={tab} onChange={select} keepMounted={false}>
        <Tabs.List className="project-tab-list">
          {tabs.map((one) => (
            <Tabs.Tab key={one} value={one}>
              {one === 'files' ? <FilesTabLabel project={project} /> : t(`tabs.${one}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="pack" className="project-panel">
          <PackTab project={project} />
        </Tabs.Panel>
        <Tabs.Panel value="files" className="project-panel">
          <Suspense>
            <FilesTab project={project} />
          </Suspense>
        </Tabs.Panel>
        <Tabs.Panel value="tests" className="project-panel">
          <Suspense>
            <TestsTab project={project} />
          </Suspense>
        </Tabs.Panel>
        <Tabs.Panel value="history" className="project-panel">
          <Suspense>
            <HistoryTab project={project} />
          </Suspense>
        </Tabs.Panel>
      </Tabs>
    </div>
  )
}
