import fc from 'fast-check'
import { join, relative } from 'node:path'
import { describe, expect, it } from 'vitest'
import {
  appOrigin,
  appUrl,
  contentSecurityPolicy,
  locateAppFile,
  pageFilesOf,
} from '../../../electron/shell/app-files.ts'

const root = join('/', 'opt', 'packer', 'renderer')
const locate = (path: string): string | null => locateAppFile(root, `${appOrigin}${path}`)?.path ?? null

describe('the files of the page', () => {
  it('are found under the root, with their type', () => {
    expect(locateAppFile(root, appUrl)).toEqual({
      path: join(root, 'index.html'),
      contentType: 'text/html; charset=utf-8',
    })
    expect(locate('/assets/index-1a.js?v=1#x')).toBe(join(root, 'assets', 'index-1a.js'))
    expect(locate('/a%20b.css')).toBe(join(root, 'a b.css'))
  })

  it.each(['/', '/folder/', '/main.cjs', '/.env', '/x.html%00.png', '/%E0%A4%A.js', '/..%5Cx.js', '/..%2F..%2Fx.js'])(
    'are not %s',
    (path) => expect(locate(path)).toBeNull(),
  )

  it.each(['app://other/index.html', 'file:///opt/packer/renderer/index.html', 'https://packer/index.html'])(
    'are not served to %s',
    (url) => expect(locateAppFile(root, url)).toBeNull(),
  )

  it('never lie outside the root', () => {
    const part = fc.oneof(fc.constantFrom('..', '.', '%2e%2e', '%2f', '%5c', '/', '\\', 'x.js', '\0'), fc.string())
    fc.assert(
      fc.property(fc.array(part), (parts) => {
        const url = `${appOrigin}/${parts.join('/')}`
        fc.pre(URL.canParse(url))
        const found = locateAppFile(root, `${url}.js`)
        if (found !== null) expect(relative(root, found.path)).not.toMatch(/^\.\.(?:\/|$)/)
      }),
    )
  })
})

describe('what a page loads with itself', () => {
  it('is its scripts and styles, as they are built', () => {
    const html = `<title>src="./no.js"</title>
      <script type="module" crossorigin src="./assets/index-1.js"></script>
      <link rel="modulepreload" crossorigin href="./assets/renderer-2.js">
      <link rel="stylesheet" crossorigin href="./assets/renderer-3.css">
      <a href="https://example.org/">elsewhere</a>`
    expect(pageFilesOf(html)).toEqual(['assets/index-1.js', 'assets/renderer-2.js', 'assets/renderer-3.css'])
  })
})

describe('the policy of the page', () => {
  it('lets no script in but the page’s own and no connection out', () => {
    const policy = new Map(
      contentSecurityPolicy.split('; ').map((part) => {
        const [name = '', ...sources] = part.split(' ')
        return [name, sources]
      }),
    )
    expect(policy.get('default-src')).toEqual(["'none'"])
    expect(policy.get('script-src')).toEqual(["'self'"])
    expect(policy.get('connect-src')).toEqual(["'none'"])
    expect(policy.get('frame-ancestors')).toEqual(["'none'"])
    expect(policy.get('base-uri')).toEqual(["'none'"])
    expect(policy.get('form-action')).toEqual(["'none'"])
  })
})
