import { extname, join, sep } from 'node:path'

/** The page's own scheme: unlike `file://` it has an origin that can be checked, and headers that can be set. */
export const appScheme = 'app'
export const appOrigin = `${appScheme}://packer`
export const appUrl = `${appOrigin}/index.html`

export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  // Nothing here makes markup or script of text; a part that tries throws instead.
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ')

const contentTypes: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
}

export interface AppFile {
  readonly path: string
  readonly contentType: string
}

/** The file under `root` that a URL of the page's own origin names; null for anything else. */
export function locateAppFile(root: string, url: string): AppFile | null {
  const { protocol, host, pathname } = new URL(url)
  if (`${protocol}//${host}` !== appOrigin) return null
  const relative = decodePath(pathname)
  if (relative === null || relative.includes('\0') || relative.includes('\\')) return null
  const path = join(root, relative)
  const contentType = contentTypes[extname(path)]
  return contentType !== undefined && path.startsWith(root + sep) ? { path, contentType } : null
}

/** What a built page loads with itself, as paths from its own folder: its scripts and styles, nothing that comes later. */
export function pageFilesOf(html: string): string[] {
  return Array.from(html.matchAll(/\s(?:src|href)="\.\/([^"]+)"/g), ([, path = '']) => path)
}

function decodePath(pathname: string): string | null {
  try {
    return decodeURIComponent(pathname)
  } catch {
    // A stray percent sign names no file.
    return null
  }
}
