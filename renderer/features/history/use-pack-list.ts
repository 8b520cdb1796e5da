import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { ErrorData } from '../../../shared/errors.ts'
import type { PackFilter, PackRow } from '../../../shared/model/pack-record.ts'
import { unlessCancelled } from '../../ipc/error-data.ts'
import { useStores } from '../../stores/use-stores.ts'

export interface PackList {
  /** Null until the first answer. */
  readonly total: number | null
  readonly rowAt: (index: number) => PackRow | undefined
  /** Asks for the rows in sight, as far as they are not there. */
  readonly look: (first: number, last: number) => void
  readonly problem: ErrorData | null
}

interface Loaded {
  readonly filter: PackFilter
  readonly total: number
  readonly pieces: ReadonlyMap<number, readonly PackRow[]>
}

/** As many rows as are asked for at once: those in sight in a tall window. */
const pieceRows = 50

/** The packs of a filter, a piece at a time, brought up to date whenever one has changed. */
export function usePackList(filter: PackFilter): PackList {
  const { client } = useStores()
  const [loaded, setLoaded] = useState<Loaded | null>(null)
  const [problem, setProblem] = useState<ErrorData | null>(null)
  const asked = useRef(new Set<number>())
  const current = useRef(filter)

  const ask = useCallback(
    (wanted: PackFilter, piece: number): void => {
      asked.current.add(piece)
      client.call('history.list', { filter: wanted, offset: piece * pieceRows, limit: pieceRows }).then(
        ({ total, rows }) => {
          if (current.current !== wanted) return
          setProblem(null)
          setLoaded((known) => {
            const pieces = known?.filter === wanted ? new Map(known.pieces) : new Map<number, readonly PackRow[]>()
            return { filter: wanted, total, pieces: pieces.set(piece, rows) }
          })
        },
        (error: unknown) => {
          asked.current.delete(piece)
          setProblem(unlessCancelled(error))
        },
      )
    },
    [client],
  )

  useEffect(() => {
    current.current = filter
    asked.current = new Set()
    ask(filter, 0)
    let frame = 0
    const refresh = (): void => {
      cancelAnimationFrame(frame)
      frame = requestAnimationFrame(() => {
        for (const piece of asked.current) ask(filter, piece)
      })
    }
    const leave = [client.on('history.changed', refresh), client.on('jobs.changed', refresh)]
    // The command line may have packed in the meantime.
    window.addEventListener('focus', refresh)
    return () => {
      cancelAnimationFrame(frame)
      window.removeEventListener('focus', refresh)
      for (const one of leave) one()
    }
  }, [client, filter, ask])

  return useMemo(
    () => ({
      total: loaded?.total ?? null,
      rowAt: (index) => loaded?.pieces.get(Math.floor(index / pieceRows))?.[index % pieceRows],
      look: (first, last) => {
        // What is shown while another filter is being asked for is not to be completed.
        if (loaded?.filter !== current.current) return
        for (let piece = Math.floor(first / pieceRows); piece * pieceRows < last; piece += 1) {
          if (!asked.current.has(piece)) ask(loaded.filter, piece)
        }
      },
      problem,
    }),
    [loaded, ask, problem],
  )
}
