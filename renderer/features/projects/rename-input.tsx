import { Input } from '@mantine/core'
import { useState, type KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { Project } from '../../../shared/model/project.ts'
import { useStores } from '../../stores/use-stores.ts'

/** The name of a project where it stands in the list; Enter keeps it, Escape does not, an empty one is none. */
export function RenameInput({ project }: { project: Project }) {
  const { t } = useTranslation()
  const { drafts, view } = useStores()
  const draft = drafts.of(project)
  const [name, setName] = useState(draft.getState().settings.name)

  function keep(): void {
    const wanted = name.trim()
    view.getState().rename(null)
    if (wanted !== '' && wanted !== project.name) draft.getState().change({ name: wanted })
  }

  function onKey(event: KeyboardEvent): void {
    event.stopPropagation()
    if (event.key === 'Enter') keep()
    if (event.key === 'Escape') view.getState().rename(null)
  }

  return (
    <Input
      className="project-rename"
      aria-label={t('projects.newName', { name: project.name })}
      autoFocus
      value={name}
      onFocus={(event) => event.currentTarget.select()}
      onChange={(event) => setName(event.currentTarget.value)}
      onKeyDown={onKey}
      onBlur={keep}
    />
  )
}
