import { app } from 'electron'
import { z } from 'zod'

const Handover = z.object({ paths: z.array(z.string()) })
/** What a start that found the app running hands over before it ends. */
export type Handover = z.infer<typeof Handover>

/** False when the app runs already with the same data folder; that one is told and this one must end. */
export function becomeOnlyInstance(own: Handover, onSecondStart: (handover: Handover) => void): boolean {
  const isFirst = app.requestSingleInstanceLock(own)
  if (isFirst) {
    // Of its arguments Chromium changes the order and adds some, so the second start reads them itself.
    app.on('second-instance', (_event, _argv, _folder, data) =>
      onSecondStart(Handover.safeParse(data).data ?? { paths: [] }),
    )
  }
  return isFirst
}
