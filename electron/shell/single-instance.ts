import { app } from 'electron'
import { textsIn } from './untrusted.ts'

/** What a start that found the app running hands over before it ends. */
export interface Handover {
  readonly paths: readonly string[]
}

/** False when the app runs already with the same data folder; that one is told and this one must end. */
export function becomeOnlyInstance(own: Handover, onSecondStart: (handover: Handover) => void): boolean {
  const isFirst = app.requestSingleInstanceLock(own)
  if (isFirst) {
    // Of its arguments Chromium changes the order and adds some, so the second start reads them itself.
    app.on('second-instance', (_event, _argv, _folder, data) => {
      const told = data as Partial<Record<keyof Handover, unknown>> | null | undefined
      onSecondStart({ paths: textsIn(told?.paths) ?? [] })
    })
  }
  return isFirst
}
