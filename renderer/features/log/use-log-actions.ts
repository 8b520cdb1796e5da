import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { LogState } from '../../../shared/model/log.ts'
import { useFormat } from '../../i18n/format.ts'
import { unlessCancelled } from '../../ipc/error-data.ts'
import type { LogFollow } from '../../stores/log-follow.ts'
import { useStores } from '../../stores/use-stores.ts'
import { rangeOf, type RowSelection } from './selection.ts'

const shownMs = 6000

interface LogActionsOptions {
  readonly follow: LogFollow
  readonly state: LogState | null
  readonly isFiltered: boolean
  readonly selection: RowSelection | null
  readonly times: boolean
}

/** Copying and saving: what is selected, else what the filter lets through, else all. `told` says what came of it. */
export function useLogActions(options: LogActionsOptions): { told: string; copy: () => void; save: () => void } {
  const { follow, state, isFiltered, selection, times } = options
  const { t } = useTranslation()
  const format = useFormat()
  const { client, view } = useStores()
  const [told, setTold] = useState('')

  useEffect(() => {
    if (told === '') return
    const timer = setTimeout(() => setTold(''), shownMs)
    return () => clearTimeout(timer)
  }, [told])

  async function tellOf(work: (state: LogState) => Promise<string>): Promise<void> {
    setTold('')
    try {
      if (state !== null) setTold(await work(state))
    } catch (error) {
      view.getState().tellProblem(unlessCancelled(error))
    }
  }

  async function copy({ viewId, rowCount }: LogState): Promise<string> {
    const range = selection === null ? { from: 0, to: rowCount } : rangeOf(selection)
    const { lineCount, complete } = await client.call('logs.copy', { viewId, ...range, times })
    const words = { count: lineCount, formatted: format.count(lineCount) }
    return complete ? t('log.copied', words) : t('log.copiedSome', words)
  }

  async function save({ viewId, rowCount }: LogState): Promise<string> {
    const part = isFiltered ? { from: 0, to: rowCount } : null
    const rows = selection === null ? part : rangeOf(selection)
    const path = await client.call('logs.save', { viewId, jobId: follow.jobId, rows })
    return path === null ? '' : t('log.saved')
  }

  return { told, copy: () => void tellOf(copy), save: () => void tellOf(save) }
}
