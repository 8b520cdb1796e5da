import type { BrowserWindow } from 'electron'
import { contract, type AppContract } from '../shared/contract.ts'
import { serveContract } from '../shared/ipc/server.ts'
import { createHandlers } from './ipc/handlers.ts'
import { createServices, type Services, type ServicesOptions } from './services.ts'
import { createDesktopActions } from './shell/desktop-actions.ts'
import type { Language } from './shell/language.ts'
import type { PageLink } from './shell/page-link.ts'

export interface BackendOptions {
  readonly services: ServicesOptions
  readonly window: BrowserWindow
  readonly language: Language
  readonly link: PageLink<AppContract>
  /** Told each time a page says that it can be used. */
  readonly onUsable: (services: Services) => void
}

/** What answers the page: all that takes long to load, so that the window does not wait for it. */
export async function startBackend(options: BackendOptions): Promise<Services> {
  const { window, language, link, onUsable } = options
  const services = await createServices(options.services)
  const actions = createDesktopActions({ window, language, markUsable: () => onUsable(services) })
  const handlers = createHandlers(services, actions)
  const { log } = services
  link.serve((port) =>
    serveContract({ contract, handlers, onInternalError: (error) => log.internal('connection', error), port }),
  )
  return services
}
