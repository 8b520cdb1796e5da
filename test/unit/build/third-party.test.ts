import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { composeNotices, packageFolder, readThirdParty } from '../../../build/third-party.ts'

let folder: string
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'uai-terms-'))))
afterEach(() => rmSync(folder, { recursive: true }))

describe('the package of a module', () => {
  it.each([
    ['/code/node_modules/zod/v4/core/api.js', '/code/node_modules/zod'],
    ['/code/node_modules/@mantine/core/esm/index.mjs', '/code/node_modules/@mantine/core'],
    [
      '/code/node_modules/bl/node_modules/readable-stream/lib/a.js',
      '/code/node_modules/bl/node_modules/readable-stream',
    ],
    ['\0/code/node_modules/debug/src/node.js?commonjs-proxy', '/code/node_modules/debug'],
    ['C:\\code\\node_modules\\ms\\index.js', 'C:/code/node_modules/ms'],
  ])('%s', (id, expected) => {
    expect(packageFolder(id)).toBe(expected)
  })

  it.each(['/code/renderer/main.tsx', '\0vite/modulepreload-polyfill.js'])('%s is nobody else’s', (id) => {
    expect(packageFolder(id)).toBeUndefined()
  })
})

describe('the terms of a package', () => {
  function write(files: Record<string, string>): void {
    for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content)
  }

  it('are the name of its licence and each text that it ships', () => {
    write({
      'package.json': '{"name":"a","version":"1.2.3","license":"Apache-2.0"}',
      'LICENSE.md': 'the licence\r\n',
      NOTICE: 'the notice\n',
      'license.js': 'code',
      'README.md': 'no terms',
    })
    const texts = ['the licence', 'the notice']
    expect(readThirdParty(folder)).toEqual({ name: 'a', version: '1.2.3', license: 'Apache-2.0', texts })
  })

  it('keep a package from being shipped where there are none', () => {
    write({ 'package.json': '{"name":"a","version":"1.2.3"}' })
    expect(() => readThirdParty(folder)).toThrow('a names no terms')
  })
})

it('tells the same terms once for all packages that have them, by name', () => {
  const mit = { version: '1.0.0', license: 'MIT', texts: ['MIT text'] }
  const packages = [
    { ...mit, name: 'zebra' },
    { name: 'middle', version: '2.0.0', license: 'ISC', texts: [] },
    { ...mit, name: 'ant' },
  ]
  const parts = composeNotices(packages)
    .trim()
    .split(/\n\n-+\n\n/)
  expect(parts.slice(1)).toEqual(['ant 1.0.0\nzebra 1.0.0\nLicense: MIT\n\nMIT text', 'middle 2.0.0\nLicense: ISC'])
})
