import { ActionIcon, Menu } from '@mantine/core'
import {
  IconArchive,
  IconArchiveOff,
  IconCopyPlus,
  IconDots,
  IconFileExport,
  IconFolderSymlink,
  IconPencil,
  IconTerminal2,
  IconTrash,
} from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Project } from '../../../shared/model/project.ts'
import { useStores } from '../../stores/use-stores.ts'
import { archiveProject, duplicateProject, exportProject, relocateProject, telling } from './project-actions.ts'

/** Everything that can be done with a project as a whole. */
export function ProjectMenu({ project }: { project: Project }) {
  const { t } = useTranslation()
  const stores = useStores()
  const { view, client } = stores
  const { id, archived, filePath } = project

  async function copyCommandLine(): Promise<void> {
    await telling(stores, async () => client.call('app.copyText', await client.call('projects.commandLine', id)))
  }

  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size={24} aria-label={t('common.moreActions')}>
          <IconDots size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconPencil size={14} />} onClick={() => view.getState().rename(id)}>
          {t('projects.rename')}
        </Menu.Item>
        <Menu.Item leftSection={<IconCopyPlus size={14} />} onClick={() => void duplicateProject(stores, id)}>
          {t('projects.duplicate')}
        </Menu.Item>
        <Menu.Item leftSection={<IconFolderSymlink size={14} />} onClick={() => void relocateProject(stores, project)}>
          {t('projects.relocate')}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item leftSection={<IconFileExport size={14} />} onClick={() => void exportProject(stores, id, 'own')}>
          {t(filePath === null ? 'projects.saveFile' : 'projects.updateFile')}
        </Menu.Item>
        <Menu.Item leftSection={<IconFileExport size={14} />} onClick={() => void exportProject(stores, id, 'chosen')}>
          {t('projects.exportFile')}
        </Menu.Item>
        <Menu.Item leftSection={<IconTerminal2 size={14} />} onClick={() => void copyCommandLine()}>
          {t('projects.copyCommandLine')}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item
          leftSection={archived ? <IconArchiveOff size={14} /> : <IconArchive size={14} />}
          onClick={() => void archiveProject(stores, id, !archived)}
        >
          {t(archived ? 'projects.unarchive' : 'projects.archive')}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconTrash size={14} />}
          onClick={() => view.getState().ask({ kind: 'remove', projectId: id })}
        >
          {t('projects.remove')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
