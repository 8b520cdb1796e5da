import { Button, Menu } from '@mantine/core'
import { IconAdjustments, IconChevronDown, IconCpu, IconCpu2 } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Project } from '../../../shared/model/project.ts'
import { lastPacked } from '../../stores/jobs-store.ts'
import { useJobs, useStores } from '../../stores/use-stores.ts'
import { startTest } from '../project/project-actions.ts'

/** Tests the newest packed images. Never hidden: without a pack it shows the Tests tab, which says what is missing. */
export function TestMenu({ project }: { project: Project }) {
  const { t } = useTranslation()
  const stores = useStores()
  const packed = useJobs((state) => lastPacked(state.jobs, project.id))

  function test(target: 'cpu' | 'gpu'): void {
    if (packed === undefined) stores.view.getState().selectTab('tests')
    else void startTest(stores, { projectId: project.id, packJobId: packed.id, target })
  }

  function chooseOptions(target: 'cpu' | 'gpu'): void {
    const view = stores.view.getState()
    if (packed === undefined) view.selectTab('tests')
    else view.openRunDialog({ projectId: project.id, packJobId: packed.id, target, options: null })
  }

  return (
    <Menu>
      <Menu.Target>
        <Button variant="default" rightSection={<IconChevronDown size={14} />}>
          {t('tests.menu')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {packed === undefined && <Menu.Label>{t('tests.packFirst')}</Menu.Label>}
        <Menu.Item leftSection={<IconCpu size={14} />} onClick={() => test('cpu')}>
          {t('result.runCpuTest')}
        </Menu.Item>
        <Menu.Item leftSection={<IconCpu2 size={14} />} onClick={() => test('gpu')}>
          {t('result.runGpuTest')}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item leftSection={<IconAdjustments size={14} />} onClick={() => chooseOptions('cpu')}>
          {t('runs.cpuWithOptions')}
        </Menu.Item>
        <Menu.Item leftSection={<IconAdjustments size={14} />} onClick={() => chooseOptions('gpu')}>
          {t('runs.gpuWithOptions')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
