import { useEffect, useRef } from 'react'
import type { LogStep } from '../../../shared/model/log.ts'

interface FindKeys {
  readonly onFind: () => void
  readonly onStep: (step: LogStep) => void
}

/** Ctrl/Cmd+F and F3 wherever the focus is, as long as no dialog is in front. */
export function useFindKeys(keys: FindKeys): void {
  const latest = useRef(keys)
  useEffect(() => {
    latest.current = keys
  })
  useEffect(() => {
    function onKey(event: KeyboardEvent): void {
      const isFind = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'f'
      if ((!isFind && event.key !== 'F3') || event.defaultPrevented) return
      if (document.querySelector('[aria-modal="true"]') !== null) return
      event.preventDefault()
      if (isFind) latest.current.onFind()
      else latest.current.onStep(event.shiftKey ? 'previous' : 'next')
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [])
}
