import { Button } from '@mantine/core'
import { IconHistory } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { PackRecord } from '../../../shared/model/pack-record.ts'
import { useFormat } from '../../i18n/format.ts'
import { unlessCancelled } from '../../ipc/error-data.ts'
import { useStores } from '../../stores/use-stores.ts'

interface Restoring {
  readonly share: number
  readonly folder: string | null
}

/** Writes the pack's code into a new folder; a second click cancels. */
export function RestoreButton({ record }: { record: PackRecord }) {
  const { t } = useTranslation()
  const { client, view } = useStores()
  const format = useFormat()
  const [state, setState] = useState<Restoring | null>(null)
  const stop = useRef<AbortController | null>(null)
  const canRestore = record.codeState === 'kept'

  useEffect(() => () => stop.current?.abort(), [])

  async function restore(): Promise<void> {
    const controller = new AbortController()
    stop.current = controller
    view.getState().tellProblem(null)
    try {
      const stream = client.open('history.restoreCode', record.job.id, { signal: controller.signal })
      for await (const batch of stream) {
        const progress = batch.at(-1)
        if (progress !== undefined) setState({ share: progress.fileCount / progress.totalFiles, folder: null })
      }
      const folder = await stream.result
      setState(folder === null ? null : { share: 1, folder })
    } catch (error) {
      setState(null)
      view.getState().tellProblem(unlessCancelled(error))
    } finally {
      stop.current = null
    }
  }

  const isRunning = state?.folder === null
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconHistory size={14} />}
        disabled={!canRestore}
        title={canRestore ? t('history.restoreHint') : t(`history.codeStates.${record.codeState}`)}
        onClick={() => (isRunning ? stop.current?.abort() : void restore())}
      >
        {isRunning ? t('history.restoring', { share: format.percent(state.share) }) : t('history.restore')}
      </Button>
      {typeof state?.folder === 'string' && (
        <Button
          variant="subtle"
          title={state.folder}
          onClick={() => void client.call('app.showInFolder', state.folder ?? '')}
        >
          {t('history.showRestored')}
        </Button>
      )}
    </>
  )
}
