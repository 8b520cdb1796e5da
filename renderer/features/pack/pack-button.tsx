import { ActionIcon, Button, Menu, Tooltip } from '@mantine/core'
import { IconChevronDown, IconCloudOff } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Job } from '../../../shared/model/job.ts'
import type { Project } from '../../../shared/model/project.ts'
import { lastPacked, runningJob } from '../../stores/jobs-store.ts'
import { useHealth, useJobs, useStores } from '../../stores/use-stores.ts'
import { cancelJob, startPack } from '../project/project-actions.ts'
import './pack.css'

/** Packs; while a pack runs, cancels it. */
export function PackButton({ project }: { project: Project }) {
  const running = useJobs((state) => runningJob(state.jobs, project.id, 'pack'))
  return running === undefined ? <StartButton project={project} /> : <CancelButton key={running.id} job={running} />
}

function StartButton({ project }: { project: Project }) {
  const { t } = useTranslation()
  const stores = useStores()
  const mac = useHealth((state) => state.info?.platform === 'darwin')
  const packed = useJobs((state) => lastPacked(state.jobs, project.id)) !== undefined
  const [starting, setStarting] = useState(false)

  async function start(push: boolean): Promise<void> {
    setStarting(true)
    await startPack(stores, project.id, { push })
    setStarting(false)
  }

  return (
    <div className="pack-button">
      <Tooltip label={mac ? '⌘ ↵' : 'Ctrl + Enter'}>
        <Button className="pack-button-main" loading={starting} onClick={() => void start(true)}>
          {t(packed ? 'pack.again' : 'pack.action')}
        </Button>
      </Tooltip>
      <Menu>
        <Menu.Target>
          <ActionIcon className="pack-button-more" size={32} variant="filled" aria-label={t('pack.options')}>
            <IconChevronDown size={14} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconCloudOff size={14} />} onClick={() => void start(false)}>
            {t('pack.withoutPush')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </div>
  )
}

function CancelButton({ job }: { job: Job }) {
  const { t } = useTranslation()
  const stores = useStores()
  const [cancelling, setCancelling] = useState(false)

  async function cancel(): Promise<void> {
    setCancelling(true)
    await cancelJob(stores, job.id)
    setCancelling(false)
  }

  return (
    <Button variant="default" loading={cancelling} onClick={() => void cancel()}>
      {cancelling ? t('pack.cancelling') : t('pack.cancel')}
    </Button>
  )
}
