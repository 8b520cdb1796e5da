import { useEffect } from 'react'
import { useStores } from '../../stores/use-stores.ts'
import { showJob } from '../shell/show-job.ts'
import { openFromSystem } from './open-actions.ts'
import { isPackCommand } from './pasted-command.ts'

/** Opens what the system hands over, and takes a pack command that is pasted anywhere but into a text field. */
export function useOpened(): void {
  const stores = useStores()

  useEffect(() => {
    const stop = stores.client.on('app.opened', (opened) => void openFromSystem(stores, opened))
    return stop
  }, [stores])

  useEffect(() => stores.client.on('jobs.wanted', (job) => showJob(stores, job)), [stores])

  useEffect(() => {
    function onPaste(event: ClipboardEvent): void {
      const line = event.clipboardData?.getData('text/plain') ?? ''
      if (isTextField(event.target) || !isPackCommand(line)) return
      event.preventDefault()
      stores.view.getState().ask({ kind: 'paste', line })
    }
    document.addEventListener('paste', onPaste)
    return () => document.removeEventListener('paste', onPaste)
  }, [stores])
}

function isTextField(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches('input, textarea, [contenteditable]')
}
