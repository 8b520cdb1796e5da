import { app } from 'electron'

/** False when the app runs already with the same data folder; that one is told and this one must end. */
export function becomeOnlyInstance(onSecondStart: () => void): boolean {
  const isFirst = app.requestSingleInstanceLock()
  if (isFirst) app.on('second-instance', onSecondStart)
  return isFirst
}
