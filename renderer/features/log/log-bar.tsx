import { Button } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { JobId } from '../../../shared/model/ids.ts'
import { unlessCancelled } from '../../ipc/error-data.ts'
import type { LogSnapshot } from '../../stores/log-follow.ts'
import { useStores } from '../../stores/use-stores.ts'

/** As much text as one copy may have. */
const maxCopyLength = 1_000_000

const shownMs = 6000

/** How long a log is, and what can be done with it. */
export function LogBar({ jobId, log }: { jobId: JobId; log: LogSnapshot }) {
  const { t } = useTranslation()
  const { client, view } = useStores()
  const [told, setTold] = useState('')
  const dropped = log.buffer.droppedCount

  useEffect(() => {
    if (told === '') return
    const timer = setTimeout(() => setTold(''), shownMs)
    return () => clearTimeout(timer)
  }, [told])

  async function tellOf(work: () => Promise<string>): Promise<void> {
    setTold('')
    try {
      setTold(await work())
    } catch (error) {
      view.getState().tellProblem(unlessCancelled(error))
    }
  }

  async function copy(): Promise<string> {
    const text = log.buffer.text(maxCopyLength)
    const count = text === '' ? 0 : text.split('\n').length
    const total = log.nextIndex
    await client.call('app.copyText', text)
    return count < total ? t('log.copiedLast', { count, total }) : t('common.copied')
  }

  async function save(): Promise<string> {
    const path = await client.call('jobs.saveLog', { jobId })
    return path === null ? '' : t('log.saved')
  }

  return (
    <div className="log-bar">
      <span>{t('log.lines', { count: log.nextIndex })}</span>
      {dropped > 0 && <span>{t('log.dropped', { count: dropped })}</span>}
      <span role="status">{told}</span>
      <div className="log-actions">
        <Button variant="subtle" color="gray" size="xs" onClick={() => void tellOf(copy)}>
          {t('log.copyAll')}
        </Button>
        <Button variant="subtle" color="gray" size="xs" onClick={() => void tellOf(save)}>
          {t('log.save')}
        </Button>
      </div>
    </div>
  )
}
