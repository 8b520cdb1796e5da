import { Button, Menu } from '@mantine/core'
import { IconBox, IconChevronDown, IconTerminal2 } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Project, ProjectSettings } from '../../../shared/model/project.ts'
import { makesCpuImage } from '../../../shared/uaitrain/names.ts'
import { lastPacked } from '../../stores/jobs-store.ts'
import { useJobs, useStores } from '../../stores/use-stores.ts'
import { openTerminal } from './open-terminal.ts'

interface OpenTerminalMenuProps {
  readonly project: Project
  readonly settings: ProjectSettings
}

/** Which of a project's images a terminal is to be opened in. */
export function OpenTerminalMenu({ project, settings }: OpenTerminalMenuProps) {
  const { t } = useTranslation()
  const stores = useStores()
  const packed = useJobs((state) => lastPacked(state.jobs, project.id))
  const images = packed?.result?.kind === 'pack' ? packed.result.images.filter(({ isLocal }) => isLocal) : []
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <Button
          variant="default"
          leftSection={<IconTerminal2 size={14} />}
          rightSection={<IconChevronDown size={14} />}
        >
          {t('terminal.open')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t('terminal.baseHint')}</Menu.Label>
        {makesCpuImage(settings) && (
          <Menu.Item
            leftSection={<IconTerminal2 size={14} />}
            onClick={() => void openTerminal(stores, project, { kind: 'base', lane: 'cpu' })}
          >
            {t('terminal.images.base.cpu')}
          </Menu.Item>
        )}
        {settings.acceleratorType === 'gpu' && (
          <Menu.Item
            leftSection={<IconTerminal2 size={14} />}
            onClick={() => void openTerminal(stores, project, { kind: 'base', lane: 'gpu' })}
          >
            {t('terminal.images.base.gpu')}
          </Menu.Item>
        )}
        {packed !== undefined && images.length > 0 && (
          <>
            <Menu.Divider />
            <Menu.Label>{t('terminal.packedHint')}</Menu.Label>
            {images.map(({ lane }) => (
              <Menu.Item
                key={lane}
                leftSection={<IconBox size={14} />}
                onClick={() => void openTerminal(stores, project, { kind: 'packed', lane, packJobId: packed.id })}
              >
                {t(`terminal.images.packed.${lane}`)}
              </Menu.Item>
            ))}
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  )
}
