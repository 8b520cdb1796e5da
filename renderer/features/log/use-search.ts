import { useEffect, useState } from 'react'
import { patternProblem } from '../../../shared/log/pattern.ts'
import type { LogQuery } from '../../../shared/log/query.ts'
import type { FoundRow, LogStep } from '../../../shared/model/log.ts'
import { unlessCancelled } from '../../ipc/error-data.ts'
import type { LogFollow } from '../../stores/log-follow.ts'
import { useStores } from '../../stores/use-stores.ts'

const typedMs = 150
const noDraft: LogQuery = { text: '', isRegex: false, matchCase: false }

export interface Search {
  readonly isOpen: boolean
  /** What is typed; it is looked for a moment later. */
  readonly draft: LogQuery
  /** The match that was stepped to. */
  readonly current: FoundRow | null
  readonly asked: number
  readonly open: () => void
  readonly close: () => void
  readonly change: (draft: LogQuery) => void
  /** From the match stepped to last, or from a row. */
  readonly step: (step: LogStep, fromRow: number) => Promise<void>
}

export function useSearch(follow: LogFollow, onFound: (found: FoundRow) => void): Search {
  const { view } = useStores()
  const [isOpen, setOpen] = useState(false)
  const [draft, setDraft] = useState(noDraft)
  const [current, setCurrent] = useState<FoundRow | null>(null)
  const [asked, setAsked] = useState(0)

  useEffect(() => {
    if (!isOpen) return
    const query = draft.text === '' || patternProblem(draft) !== null ? null : draft
    const timer = setTimeout(() => follow.setQuery(query), typedMs)
    return () => clearTimeout(timer)
  }, [follow, isOpen, draft])
  // A log that is left is not looked through any longer.
  useEffect(() => () => follow.setQuery(null), [follow])

  return {
    isOpen,
    draft,
    current,
    asked,
    open: () => {
      setOpen(true)
      setAsked((count) => count + 1)
    },
    close: () => {
      setOpen(false)
      setCurrent(null)
      follow.setQuery(null)
    },
    change: (next) => {
      setDraft(next)
      setCurrent(null)
    },
    step: async (step, fromRow) => {
      if (draft.text === '' || patternProblem(draft) !== null) return
      try {
        follow.setQuery(draft)
        await follow.found()
        const found = await follow.step('match', current?.row ?? fromRow, step)
        if (found === null) return
        setCurrent(found)
        onFound(found)
      } catch (error) {
        view.getState().tellProblem(unlessCancelled(error))
      }
    },
  }
}
