import type { RootOptions } from 'react-dom/client'
import { maxReportLength, type PageReport } from '../../../shared/model/page-report.ts'
import type { AppClient } from '../../ipc/app-client.ts'

/** Tells the app's log of everything that goes wrong in the page, whether a boundary shows it or nothing does. */
export function reportErrors(client: AppClient): RootOptions {
  const report = (kind: PageReport['kind'], error: unknown, components = ''): void => {
    const told = { kind, error: textOf(error), components: components.slice(0, maxReportLength) }
    // The connection may be what failed.
    client.call('page.report', told).catch(() => undefined)
  }
  window.addEventListener('error', ({ error }) => {
    // Without one it is the browser's own remark, on a layout that took two rounds for example.
    if (error instanceof Error) report('uncaught', error)
  })
  window.addEventListener('unhandledrejection', ({ reason }) => report('rejection', reason))
  return {
    onCaughtError: (error, { componentStack }) => report('caught', error, componentStack),
    onUncaughtError: (error, { componentStack }) => report('uncaught', error, componentStack),
  }
}

function textOf(error: unknown): string {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error)
  return text.slice(0, maxReportLength)
}
