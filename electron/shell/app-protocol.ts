import { protocol } from 'electron'
import { readFile } from 'node:fs/promises'
import { appScheme, contentSecurityPolicy, locateAppFile } from './app-files.ts'

/** Must be called before the app is ready. */
export function registerAppScheme(): void {
  const privileges = { standard: true, secure: true, codeCache: true }
  protocol.registerSchemesAsPrivileged([{ scheme: appScheme, privileges }])
}

const headers = {
  'Content-Security-Policy': contentSecurityPolicy,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
}

/** Serves the built page from its folder, every answer under the same strict policy. */
export function serveAppFiles(root: string): void {
  protocol.handle(appScheme, async ({ method, url }) => {
    const file = method === 'GET' ? locateAppFile(root, url) : null
    const content = file === null ? null : await readFile(file.path).catch(() => null)
    if (file === null || content === null) return new Response(null, { status: 404, headers })
    return new Response(new Uint8Array(content), { headers: { ...headers, 'Content-Type': file.contentType } })
  })
}
