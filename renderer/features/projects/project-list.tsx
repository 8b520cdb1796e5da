import { ActionIcon, Button, Input, Menu } from '@mantine/core'
import { IconChevronDown, IconFileImport, IconHistory, IconPlus, IconSearch } from '@tabler/icons-react'
import { useEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { Project } from '../../../shared/model/project.ts'
import { tellingJobs } from '../../stores/jobs-store.ts'
import { byRecency, matchingProjects } from '../../stores/projects-store.ts'
import { useJobs, useProjects, useStores, useView } from '../../stores/use-stores.ts'
import { Disclosure } from '../../ui/disclosure.tsx'
import { openCodeFolder, openProjectFile } from '../open/open-actions.ts'
import { ProjectRow } from './project-row.tsx'
import './projects.css'

/** All projects, the one worked on last first; those put away are under a heading of their own. */
export function ProjectList() {
  const { t } = useTranslation()
  const { projects: store } = useStores()
  const projects = useProjects((state) => state.projects)
  const jobs = useJobs((state) => state.jobs)
  const [query, setQuery] = useState('')
  const list = useRef<HTMLElement>(null)
  const recent = useMemo(() => byRecency(projects ?? [], jobs), [projects, jobs])
  const shown = useMemo(() => matchingProjects(recent, query), [recent, query])
  const archived = shown.filter((project) => project.archived)
  const count = projects?.length ?? 0

  useEffect(() => {
    if (count === 0) return
    const look = (): void => void store.getState().findMoved()
    look()
    window.addEventListener('focus', look)
    return () => window.removeEventListener('focus', look)
  }, [store, count])

  function moveFocus(event: KeyboardEvent): void {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step === undefined) return
    const rows = [...(list.current?.querySelectorAll<HTMLElement>('.project-row') ?? [])]
    const at = rows.findIndex((row) => row === document.activeElement)
    event.preventDefault()
    rows[Math.min(Math.max(at + step, 0), rows.length - 1)]?.focus()
  }

  return (
    <nav ref={list} className="projects" aria-label={t('projects.title')} onKeyDown={moveFocus}>
      <div className="projects-search">
        <Input
          type="search"
          aria-label={t('projects.search')}
          placeholder={t('projects.search')}
          leftSection={<IconSearch size={14} />}
          value={query}
          onChange={(event) => setQuery(event.currentTarget.value)}
        />
      </div>
      <div className="projects-scroll">
        <Rows projects={shown.filter((project) => !project.archived)} />
        {archived.length > 0 && (
          <div className="projects-archived">
            <Disclosure
              key={String(query !== '')}
              label={t('projects.archived', { count: archived.length })}
              open={query !== ''}
            >
              <Rows projects={archived} />
            </Disclosure>
          </div>
        )}
        {shown.length === 0 && query !== '' && <p className="projects-none">{t('projects.noMatch', { query })}</p>}
      </div>
      <AllPacks />
      <NewProject />
    </nav>
  )
}

function Rows({ projects }: { projects: readonly Project[] }) {
  const jobs = useJobs((state) => state.jobs)
  const moved = useProjects((state) => state.moved)
  const telling = useMemo(() => tellingJobs(jobs), [jobs])
  const movedIds = useMemo(() => new Set(moved), [moved])
  return (
    <ul className="projects-rows">
      {projects.map((project) => (
        <li key={project.id}>
          <ProjectRow project={project} job={telling.get(project.id)} isMoved={movedIds.has(project.id)} />
        </li>
      ))}
    </ul>
  )
}

/** The packs of all projects. */
function AllPacks() {
  const { t } = useTranslation()
  const { view } = useStores()
  const isShown = useView((state) => state.showsAllPacks)
  return (
    <div className="projects-foot">
      <Button
        className="projects-new"
        variant={isShown ? 'light' : 'subtle'}
        justify="flex-start"
        leftSection={<IconHistory size={16} />}
        aria-current={isShown ? 'page' : undefined}
        onClick={() => view.getState().showAllPacks()}
      >
        {t('history.allTitle')}
      </Button>
    </div>
  )
}

function NewProject() {
  const { t } = useTranslation()
  const stores = useStores()
  return (
    <div className="projects-foot">
      <Button
        className="projects-new"
        variant="subtle"
        justify="flex-start"
        leftSection={<IconPlus size={16} />}
        onClick={() => void openCodeFolder(stores)}
      >
        {t('projects.new')}
      </Button>
      <Menu position="top-end">
        <Menu.Target>
          <ActionIcon variant="subtle" size={32} aria-label={t('projects.moreWays')}>
            <IconChevronDown size={14} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconFileImport size={14} />} onClick={() => void openProjectFile(stores)}>
            {t('projects.importFile')}
          </Menu.Item>
          <Menu.Label>{t('projects.pasteHint')}</Menu.Label>
        </Menu.Dropdown>
      </Menu>
    </div>
  )
}
