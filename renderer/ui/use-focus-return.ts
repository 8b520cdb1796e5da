import { useEffect, useState } from 'react'

/** For what is there only while it is open: what had the focus before gets it back. */
export function useFocusReturn(): void {
  const [before] = useState(() => document.activeElement)
  useEffect(() => {
    return () => {
      // Whoever took the focus in the meantime keeps it.
      const isNowhere = document.activeElement === null || document.activeElement === document.body
      if (isNowhere && before instanceof HTMLElement) before.focus({ preventScroll: true })
    }
  }, [before])
}
