import { ActionIcon, Button, Menu, Modal } from '@mantine/core'
import { IconCopyPlus, IconDots, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Project } from '../../../shared/model/project.ts'
import { useStores } from '../../stores/use-stores.ts'
import { duplicateProject, removeProject } from './project-actions.ts'

export function ProjectMenu({ project }: { project: Project }) {
  const { t } = useTranslation()
  const stores = useStores()
  const [asking, setAsking] = useState(false)
  const copyName = t('projects.copyName', { name: project.name })
  return (
    <>
      <Menu position="bottom-start">
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" size={24} aria-label={t('common.moreActions')}>
            <IconDots size={16} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            leftSection={<IconCopyPlus size={14} />}
            onClick={() => void duplicateProject(stores, project, copyName)}
          >
            {t('projects.duplicate')}
          </Menu.Item>
          <Menu.Item leftSection={<IconTrash size={14} />} onClick={() => setAsking(true)}>
            {t('projects.remove')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Modal
        opened={asking}
        onClose={() => setAsking(false)}
        title={t('projects.removeTitle', { name: project.name })}
        closeButtonProps={{ 'aria-label': t('common.close') }}
      >
        <p>{t('projects.removeText')}</p>
        <div className="dialog-actions">
          <Button variant="default" onClick={() => setAsking(false)}>
            {t('common.cancel')}
          </Button>
          <Button data-autofocus onClick={() => void removeProject(stores, project.id)}>
            {t('projects.removeConfirm')}
          </Button>
        </div>
      </Modal>
    </>
  )
}
