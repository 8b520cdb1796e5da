import { Button, Input } from '@mantine/core'
import { IconPlus, IconSearch } from '@tabler/icons-react'
import { useRef, useState, type KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { matchingProjects } from '../../stores/projects-store.ts'
import { useProjects, useStores } from '../../stores/use-stores.ts'
import { openCodeFolder } from '../project/project-actions.ts'
import { ProjectRow } from './project-row.tsx'
import './projects.css'

export function ProjectList() {
  const { t, i18n } = useTranslation()
  const stores = useStores()
  const projects = useProjects((state) => state.projects) ?? []
  const [query, setQuery] = useState('')
  const list = useRef<HTMLUListElement>(null)
  const shown = matchingProjects(projects, query, i18n.language)

  function moveFocus(event: KeyboardEvent): void {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step === undefined) return
    const rows = [...(list.current?.querySelectorAll('button') ?? [])]
    const at = rows.findIndex((row) => row === document.activeElement)
    event.preventDefault()
    rows[Math.min(Math.max(at + step, 0), rows.length - 1)]?.focus()
  }

  return (
    <nav className="projects" aria-label={t('projects.title')} onKeyDown={moveFocus}>
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
      <ul ref={list} className="projects-rows">
        {shown.map((project) => (
          <li key={project.id}>
            <ProjectRow project={project} />
          </li>
        ))}
      </ul>
      {shown.length === 0 && query !== '' && <p className="projects-none">{t('projects.noMatch', { query })}</p>}
      <div className="projects-foot">
        <Button
          fullWidth
          variant="subtle"
          justify="flex-start"
          leftSection={<IconPlus size={16} />}
          onClick={() => void openCodeFolder(stores)}
        >
          {t('projects.new')}
        </Button>
      </div>
    </nav>
  )
}
