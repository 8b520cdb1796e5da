import { Button } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Project } from '../../../shared/model/project.ts'
import type { ProjectFileState } from '../../../shared/model/project-file.ts'
import { useProjects, useStores } from '../../stores/use-stores.ts'
import { NotePanel } from '../../ui/note-panel.tsx'
import { exportProject, relocateProject, telling } from './project-actions.ts'

/** What has happened to a project outside of the app: its folder was moved, its file was changed. */
export function ProjectNotes({ project }: { project: Project }) {
  const isMoved = useProjects((state) => state.moved.includes(project.id))
  return isMoved ? <MovedNote project={project} /> : <FileNote project={project} />
}

function MovedNote({ project }: { project: Project }) {
  const { t } = useTranslation()
  const stores = useStores()
  return (
    <div className="project-note">
      <NotePanel mark="warning" title={t('projects.movedTitle')}>
        <p>{t('projects.movedText', { path: project.codePath })}</p>
        <div className="panel-actions">
          <Button size="xs" variant="default" onClick={() => void relocateProject(stores, project)}>
            {t('projects.relocate')}
          </Button>
        </div>
      </NotePanel>
    </div>
  )
}

function FileNote({ project }: { project: Project }) {
  const { t } = useTranslation()
  const stores = useStores()
  const { id, filePath } = project
  const state = useFileState(project)
  if (filePath === null || state === null || state === 'none' || state === 'in-step') return null

  async function look(path: string): Promise<void> {
    await telling(stores, async () => {
      const preview = await stores.client.call('projects.readFile', path)
      stores.view.getState().ask({ kind: 'import-file', preview })
    })
  }

  return (
    <div className="project-note">
      <NotePanel mark={state === 'file-changed' ? 'warning' : 'none'}>
        <p>{t(`projects.fileStates.${state}`, { path: filePath })}</p>
        <div className="panel-actions">
          {state === 'file-changed' && (
            <Button size="xs" variant="default" onClick={() => void look(filePath)}>
              {t('projects.lookAtFile')}
            </Button>
          )}
          {state !== 'file-changed' && (
            <Button size="xs" variant="default" onClick={() => void exportProject(stores, id, 'own')}>
              {t('projects.updateFile')}
            </Button>
          )}
        </div>
      </NotePanel>
    </div>
  )
}

/** Asked again when the project has changed and when the user comes back to the window. */
function useFileState({ id, filePath, updatedAt }: Project): ProjectFileState | null {
  const { client } = useStores()
  const [state, setState] = useState<ProjectFileState | null>(null)

  useEffect(() => {
    if (filePath === null) return
    let isCurrent = true
    const look = (): void => {
      client.call('projects.fileState', id).then(
        (found) => {
          if (isCurrent) setState(found)
        },
        () => undefined, // Nothing to tell: the project itself is as it was.
      )
    }
    look()
    window.addEventListener('focus', look)
    return () => {
      isCurrent = false
      window.removeEventListener('focus', look)
    }
  }, [client, id, filePath, updatedAt])

  return state
}
