import { Button, Menu } from '@mantine/core'
import { IconAdjustments, IconChevronDown, IconCpu, IconCpu2 } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Project } from '../../../shared/model/project.ts'
import { lastPacked } from '../../stores/jobs-store.ts'
import { useJobs, useStores } from '../../stores/use-stores.ts'
import { chooseOptionsOfTest, testNewest } from '../project/project-actions.ts'

/** Tests the newest packed images. Never hidden: without a pack it shows the Tests tab, which says what is missing. */
export function TestMenu({ project }: { project: Project }) {
  const { t } = useTranslation()
  const stores = useStores()
  const { id } = project
  const isPacked = useJobs((state) => lastPacked(state.jobs, id) !== undefined)

  return (
    <Menu>
      <Menu.Target>
        <Button variant="default" rightSection={<IconChevronDown size={14} />}>
          {t('tests.menu')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {!isPacked && <Menu.Label>{t('tests.packFirst')}</Menu.Label>}
        <Menu.Item leftSection={<IconCpu size={14} />} onClick={() => testNewest(stores, id, 'cpu')}>
          {t('result.runCpuTest')}
        </Menu.Item>
        <Menu.Item leftSection={<IconCpu2 size={14} />} onClick={() => testNewest(stores, id, 'gpu')}>
          {t('result.runGpuTest')}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item leftSection={<IconAdjustments size={14} />} onClick={() => chooseOptionsOfTest(stores, id, 'cpu')}>
          {t('runs.cpuWithOptions')}
        </Menu.Item>
        <Menu.Item leftSection={<IconAdjustments size={14} />} onClick={() => chooseOptionsOfTest(stores, id, 'gpu')}>
          {t('runs.gpuWithOptions')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
