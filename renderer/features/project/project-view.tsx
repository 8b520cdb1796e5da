import { Tabs } from '@mantine/core'
import { Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import type { Project } from '../../../shared/model/project.ts'
import { useStores, useTerminals, useView } from '../../stores/use-stores.ts'
import { terminalsOf } from '../../stores/terminals-store.ts'
import type { ProjectTab } from '../../stores/view-store.ts'
import { lazyPart } from '../../ui/lazy-part.tsx'
import { PartBoundary } from '../../ui/part-boundary.tsx'
import { PackTab } from '../pack/pack-tab.tsx'
import { FilesTabLabel } from '../files/files-tab-label.tsx'
import { ProjectHeader } from './project-header.tsx'
import { ProjectNotes } from './project-notes.tsx'
import './project.css'

const FilesTab = lazyPart(async () => (await import('../files/files-tab.tsx')).FilesTab)
const TestsTab = lazyPart(async () => (await import('../tests/tests-tab.tsx')).TestsTab)
const HistoryTab = lazyPart(async () => (await import('../history/history-tab.tsx')).HistoryTab)
const TerminalTab = lazyPart(async () => (await import('../terminal/terminal-tab.tsx')).TerminalTab)

const tabs = ['pack', 'files', 'tests', 'history', 'terminal'] as const satisfies readonly ProjectTab[]

export function ProjectView({ project }: { project: Project }) {
  const { t } = useTranslation()
  const { view } = useStores()
  const hasTerminal = useTerminals((state) => terminalsOf(state.terminals, project.id).length > 0)
  const chosen = useView((state) => state.tab)
  const tab = chosen === 'terminal' && !hasTerminal ? 'pack' : chosen

  function select(value: string | null): void {
    const selected = tabs.find((one) => one === value)
    if (selected !== undefined) view.getState().selectTab(selected)
  }

  return (
    <div className="project">
      <ProjectHeader project={project} />
      <ProjectNotes project={project} />
      <Tabs className="project-tabs" value={tab} onChange={select} keepMounted={false}>
        <Tabs.List className="project-tab-list">
          {tabs
            .filter((one) => one !== 'terminal' || hasTerminal)
            .map((one) => (
              <Tabs.Tab key={one} value={one}>
                {one === 'files' ? <FilesTabLabel project={project} /> : t(`tabs.${one}`)}
              </Tabs.Tab>
            ))}
        </Tabs.List>
        <Tabs.Panel value="pack" className="project-panel">
          <PartBoundary>
            <PackTab project={project} />
          </PartBoundary>
        </Tabs.Panel>
        <Tabs.Panel value="files" className="project-panel">
          <PartBoundary>
            <Suspense>
              <FilesTab project={project} />
            </Suspense>
          </PartBoundary>
        </Tabs.Panel>
        <Tabs.Panel value="tests" className="project-panel">
          <PartBoundary>
            <Suspense>
              <TestsTab project={project} />
            </Suspense>
          </PartBoundary>
        </Tabs.Panel>
        <Tabs.Panel value="history" className="project-panel">
          <PartBoundary>
            <Suspense>
              <HistoryTab project={project} />
            </Suspense>
          </PartBoundary>
        </Tabs.Panel>
        <Tabs.Panel value="terminal" className="project-panel">
          <PartBoundary>
            <Suspense>
              <TerminalTab project={project} />
            </Suspense>
          </PartBoundary>
        </Tabs.Panel>
      </Tabs>
    </div>
  )
}
