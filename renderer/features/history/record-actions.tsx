import { Button, Menu } from '@mantine/core'
import {
  IconChevronDown,
  IconCloudDownload,
  IconDeviceFloppy,
  IconDots,
  IconFileExport,
  IconFolderDown,
  IconPackage,
  IconPlayerPlay,
  IconTrash,
  IconUpload,
} from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { ImageTruth, PackRecord } from '../../../shared/model/pack-record.ts'
import { useStores } from '../../stores/use-stores.ts'
import { failedTry } from './failed-try.ts'
import { exportRecord, packAgain, pullBack, saveCommands, testAgain } from './history-actions.ts'
import { RestoreButton } from './restore-button.tsx'
import { isGoneFromEngine, whyNoPull, whyNoTest } from './what-is-left.ts'

interface RecordActionsProps {
  readonly record: PackRecord
  readonly truths: readonly ImageTruth[]
}

/** Everything that can be done with a pack of the past; what cannot be done says why. */
export function RecordActions({ record, truths }: RecordActionsProps) {
  const { t } = useTranslation()
  const stores = useStores()
  const { view } = stores
  const { job, details, pushes, origin } = record
  const { id } = job
  const gpuImage = details.images.find(({ lane }) => lane === 'gpu')
  const isForeign = origin !== 'here'
  const hasCommands = details.commandFile !== null || job.result?.kind === 'pack'
  const whyNoPush = gpuImage === undefined ? t('history.why.noImage') : undefined
  const whyNotHere = isForeign ? t(`history.why.${origin}`) : undefined
  const noPull = whyNoPull(record, truths)
  const tests = details.images.map(({ lane }) => ({ lane, why: whyNoTest(record, truths, lane) }))
  // Where some can be tested, the others say in the menu why they cannot; the one that can be got back says it best.
  const canTest = tests.some(({ why }) => why === null)
  const noTest = canTest ? null : (tests.find(({ lane }) => lane === 'gpu') ?? tests[0])?.why

  // What goes on with a pack that was cut off stands first there; one that failed is mended and packed again.
  const isFailed = job.state === 'failed' || failedTry(record) !== null
  const isPushFirst = job.state !== 'interrupted' && !isFailed

  return (
    <div className="record-actions">
      <Button
        variant={isPushFirst ? 'filled' : 'default'}
        leftSection={<IconUpload size={14} />}
        disabled={whyNoPush !== undefined}
        title={whyNoPush}
        onClick={() => view.getState().ask({ kind: 'push-again', record })}
      >
        {t(pushes.length === 0 ? 'history.push' : 'history.pushAgain')}
      </Button>
      {isGoneFromEngine(record, truths, 'gpu') && (
        <Button
          variant="default"
          leftSection={<IconCloudDownload size={14} />}
          disabled={noPull !== null}
          title={noPull === null ? undefined : t(noPull)}
          onClick={() => void pullBack(stores, id)}
        >
          {t('history.pullBack')}
        </Button>
      )}
      <Button
        variant={isFailed ? 'filled' : 'default'}
        leftSection={<IconPackage size={14} />}
        disabled={isForeign || job.state === 'running'}
        title={whyNotHere ?? t(job.state === 'running' ? 'history.why.running' : 'history.packAgainHint')}
        onClick={() => void packAgain(stores, record)}
      >
        {t('history.packAgain')}
      </Button>
      <Menu position="bottom-start">
        <Menu.Target>
          <Button
            variant="default"
            leftSection={<IconPlayerPlay size={14} />}
            rightSection={<IconChevronDown size={14} />}
            disabled={isForeign || !canTest}
            title={whyNotHere ?? (canTest ? undefined : t(noTest ?? 'history.why.noImage'))}
          >
            {t('history.testAgain')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {tests.map(({ lane, why }) => (
            <Menu.Item
              key={lane}
              disabled={why !== null}
              title={why === null ? undefined : t(why)}
              onClick={() => void testAgain(stores, record, lane)}
            >
              {t(lane === 'cpu' ? 'result.runCpuTest' : 'result.runGpuTest')}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <RestoreButton record={record} />
      <Menu position="bottom-end">
        <Menu.Target>
          <Button variant="default" aria-label={t('history.more')}>
            <IconDots size={16} />
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            leftSection={<IconDeviceFloppy size={14} />}
            disabled={!hasCommands}
            title={hasCommands ? undefined : t('history.why.noCommands')}
            onClick={() => void saveCommands(stores, id)}
          >
            {t('history.saveCommands')}
          </Menu.Item>
          <Menu.Item leftSection={<IconFileExport size={14} />} onClick={() => void exportRecord(stores, id, false)}>
            {t('history.export')}
          </Menu.Item>
          <Menu.Item
            leftSection={<IconFolderDown size={14} />}
            disabled={record.codeState !== 'kept'}
            title={record.codeState === 'kept' ? undefined : t(`history.codeStates.${record.codeState}`)}
            onClick={() => void exportRecord(stores, id, true)}
          >
            {t('history.exportWithCode')}
          </Menu.Item>
          <Menu.Divider />
          <Menu.Item
            leftSection={<IconTrash size={14} />}
            disabled={details.images.length === 0}
            title={details.images.length === 0 ? t('history.why.noImage') : undefined}
            onClick={() => view.getState().ask({ kind: 'remove-images', record })}
          >
            {t('history.removeImages')}
          </Menu.Item>
          <Menu.Item
            leftSection={<IconTrash size={14} />}
            disabled={job.state === 'running'}
            title={job.state === 'running' ? t('history.why.running') : undefined}
            onClick={() => view.getState().ask({ kind: 'remove-record', record })}
          >
            {t('history.removeRecord')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </div>
  )
}
