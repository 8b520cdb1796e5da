import type * as Electron from 'electron'
import type { ElectronApplication } from 'playwright-core'

/**
 * `electron.evaluate`, but sure to get its answer: the driver holds the promise it waits for so weakly that a garbage
 * collection, frequent while an app starts, can take it (https://github.com/microsoft/playwright/issues/33737).
 * A timer's promise is held by the timer. The function sees nothing but Electron and its argument, as in `evaluate`.
 */
export function inMain<Result, Argument>(
  electron: ElectronApplication,
  run: (electron: typeof Electron, argument: Argument) => Result,
  argument: Argument,
): Promise<Awaited<Result>>
export function inMain<Result>(
  electron: ElectronApplication,
  run: (electron: typeof Electron) => Result,
): Promise<Awaited<Result>>
export function inMain(electron: ElectronApplication, run: unknown, argument?: unknown): Promise<unknown> {
  return electron.evaluate(
    (modules, { source, value }) =>
      new Promise((resolve, reject) => {
        setTimeout(() => {
          const evaluate = (0, eval)(`(${source})`) as (modules: unknown, value: unknown) => unknown
          Promise.resolve()
            .then(() => evaluate(modules, value))
            .then(resolve, reject)
        })
      }),
    { source: String(run), value: argument },
  )
}
