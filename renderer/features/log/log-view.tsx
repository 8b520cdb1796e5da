import { IconArrowDown } from '@tabler/icons-react'
import { useId, useImperativeHandle, useMemo, useRef, useState, type Ref } from 'react'
import { useTranslation } from 'react-i18next'
import type { LogQuery } from '../../../shared/log/query.ts'
import type { JobId } from '../../../shared/model/ids.ts'
import type { LogFilter, LogStep } from '../../../shared/model/log.ts'
import { useFormat } from '../../i18n/format.ts'
import { unlessCancelled } from '../../ipc/error-data.ts'
import { useLog, useStores, useView } from '../../stores/use-stores.ts'
import { ErrorPanel } from '../../ui/error-panel.tsx'
import { barMarksOf } from './bar-marks.ts'
import { LogBar } from './log-bar.tsx'
import { LogFilters } from './log-filters.tsx'
import { LogLines } from './log-lines.tsx'
import type { LogHandle, LogMark } from './log-mark.ts'
import { LogSearch } from './log-search.tsx'
import { end, type Place } from './place.ts'
import type { RowSelection } from './selection.ts'
import { useFindKeys } from './use-find-keys.ts'
import { useLogActions } from './use-log-actions.ts'
import { useSearch } from './use-search.ts'
import { WholeLine } from './whole-line.tsx'
import './ansi.css'
import './log.css'

const noMarks: readonly LogMark[] = []
/** Lines shown before the one that is gone to. */
const linesBefore = 4

interface LogViewProps {
  readonly jobId: JobId
  readonly running: boolean
  readonly marks?: readonly LogMark[]
  readonly ref?: Ref<LogHandle>
}

/** A job's log: followed until the reader scrolls up, searched, filtered, copied and saved. */
export function LogView({ jobId, running, marks = noMarks, ref }: LogViewProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const { client, view } = useStores()
  const { follow, log } = useLog(jobId)
  const { wrap, times } = useView((state) => state.logOptions)
  const id = useId()
  const [place, setPlace] = useState<Place>(end)
  // How many rows there had been when the reader left the end.
  const [leftAt, setLeftAt] = useState(0)
  const [selection, setSelection] = useState<RowSelection | null>(null)
  const clickedRow = useRef<number | null>(null)
  const [errorRow, setErrorRow] = useState<number | null>(null)
  const [wholeRow, setWholeRow] = useState<number | null>(null)
  const { state, filter } = log
  const isFiltered = filter.sources.length < 3 || filter.level !== 'info' || filter.query !== null
  const actions = useLogActions({ follow, state, isFiltered, selection, times })
  const topRow = place.kind === 'row' ? place.row : (state?.rowCount ?? 0)
  const search = useSearch(follow, (found) => goToRow(found.row))

  function goTo(next: Place): void {
    if (place.kind === 'end' && next.kind !== 'end') setLeftAt(state?.rowCount ?? 0)
    follow.followsEnd = next.kind === 'end'
    setPlace(next)
  }
  function goToRow(row: number): void {
    goTo({ kind: 'row', row: Math.max(0, row - linesBefore), offset: 0 })
  }
  async function goToLine(index: number): Promise<void> {
    if (state === null) return
    const row = await client.call('logs.rowOf', { viewId: state.viewId, index })
    goToRow(row)
    setSelection({ anchor: row, head: row })
  }
  async function readSelected(): Promise<string | null> {
    const from = selection?.head ?? clickedRow.current
    if (state === null || from === null) return null
    const [row] = await client.call('logs.rows', { viewId: state.viewId, from, count: 1, findId: null })
    return row?.text ?? null
  }
  useImperativeHandle(ref, () => ({ goToLine: (index) => void goToLine(index), readSelected }))

  function changeFilter(next: LogFilter): void {
    setSelection(null)
    clickedRow.current = null
    setErrorRow(null)
    goTo(end)
    follow.setFilter(next)
  }

  async function goToError(): Promise<void> {
    try {
      const found = await follow.step('error', errorRow ?? -1, 'next')
      if (found === null) return
      setErrorRow(found.row)
      setSelection({ anchor: found.row, head: found.row })
      goToRow(found.row)
    } catch (error) {
      view.getState().tellProblem(unlessCancelled(error))
    }
  }

  const onStep = (step: LogStep): void => void search.step(step, topRow)
  useFindKeys({ onFind: search.open, onStep })

  function closeSearch(): void {
    search.close()
    document.getElementById(id)?.focus()
  }

  const markAt = useMemo(() => new Map(marks.map((mark) => [mark.index, mark])), [marks])
  const markOf = useMemo(() => (index: number) => markAt.get(index), [markAt])
  const barMarks = useMemo(
    () => barMarksOf({ state, find: log.find, marks: isFiltered ? noMarks : marks, errorLabel: t('log.levels.error') }),
    [state, log.find, marks, isFiltered, t],
  )
  const options = view.getState()
  const newCount = state === null ? 0 : state.rowCount - leftAt
  const onFilterByQuery = (query: LogQuery): void => changeFilter({ ...filter, query })
  return (
    <div className="log">
      <LogBar
        state={state}
        running={running}
        isFiltered={isFiltered}
        told={actions.told}
        hasSelection={selection !== null}
        wrap={wrap}
        times={times}
        onError={() => void goToError()}
        onSearch={search.isOpen ? closeSearch : search.open}
        onWrap={() => options.setLogOptions({ wrap: !wrap, times })}
        onTimes={() => options.setLogOptions({ wrap, times: !times })}
        onCopy={actions.copy}
        onSave={actions.save}
      >
        <LogFilters filter={filter} onChange={changeFilter} />
      </LogBar>
      {search.isOpen && (
        <LogSearch
          log={log}
          draft={search.draft}
          current={search.current}
          asked={search.asked}
          onChange={search.change}
          onStep={onStep}
          onFilter={onFilterByQuery}
          onClose={closeSearch}
        />
      )}
      {log.problem !== null && <ErrorPanel error={log.problem} heading={t('log.lost')} />}
      {state !== null && state.rowCount === 0 && state.live.length === 0 && (
        <p className="log-empty">{t(emptyWords({ running, isFiltered, complete: state.complete }))}</p>
      )}
      {state !== null && (
        <LogLines
          id={id}
          follow={follow}
          state={state}
          format={format}
          wrap={wrap}
          times={times}
          place={place}
          selection={selection}
          markOf={markOf}
          barMarks={barMarks}
          currentRow={search.current?.row ?? null}
          onPlace={goTo}
          onSelect={setSelection}
          onClicked={(row) => (clickedRow.current = row)}
          onCopy={actions.copy}
          onShowWhole={setWholeRow}
        />
      )}
      {place.kind === 'row' && (
        <button type="button" className="log-pill" onClick={() => goTo(end)}>
          <IconArrowDown size={14} aria-hidden="true" />
          {newCount > 0 ? t('log.newLines', { count: newCount, formatted: format.count(newCount) }) : t('log.toEnd')}
        </button>
      )}
      {wholeRow !== null && state !== null && (
        <WholeLine viewId={state.viewId} row={wholeRow} onClose={() => setWholeRow(null)} />
      )}
    </div>
  )
}

function emptyWords(log: { running: boolean; isFiltered: boolean; complete: boolean }) {
  if (!log.complete) return 'log.filtering'
  if (log.isFiltered) return 'log.emptyFiltered'
  return log.running ? 'log.empty' : 'log.emptyEnded'
}
