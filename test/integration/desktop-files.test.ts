import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { execWords, makeDesktopFiles, type DesktopFiles } from '../support/desktop-files.ts'

const run = promisify(execFile)
const mimeType = 'application/x-uaitrain-project'

let files: DesktopFiles
let home: string
let environment: NodeJS.ProcessEnv

/** Installs the entry and the type for one user who has nothing else, as a package's scripts do for everybody. */
beforeAll(async () => {
  files = await makeDesktopFiles()
  home = await mkdtemp(join(tmpdir(), 'uai-desktop-'))
  const data = join(home, '.local', 'share')
  environment = {
    PATH: process.env['PATH'],
    HOME: home,
    XDG_DATA_HOME: data,
    XDG_CONFIG_HOME: join(home, '.config'),
    XDG_DATA_DIRS: '/usr/share',
    LC_ALL: 'C.UTF-8',
  }
  await mkdir(join(data, 'applications'), { recursive: true })
  await mkdir(join(data, 'mime', 'packages'), { recursive: true })
  await writeFile(join(data, 'applications', `${files.executableName}.desktop`), files.entry)
  await writeFile(join(data, 'mime', 'packages', `${files.executableName}.xml`), files.mimeTypes)
  await run('update-mime-database', [join(data, 'mime')], { env: environment })
  await run('update-desktop-database', [join(data, 'applications')], { env: environment })
})

afterAll(() => rm(home, { recursive: true, force: true }))

it('the desktop entry is valid', async () => {
  const path = join(home, '.local', 'share', 'applications', `${files.executableName}.desktop`)
  const { stdout } = await run('desktop-file-validate', ['--warn-kde', path], { env: environment })
  expect(stdout).toBe('')
})

it('a project file has its type, whatever is in it', async () => {
  for (const content of ['', '{"format":"uaitrain"}\n']) {
    const path = join(home, '训练 one.uaitrain')
    await writeFile(path, content)
    const { stdout } = await run('xdg-mime', ['query', 'filetype', path], { env: environment })
    expect(stdout.trim()).toBe(mimeType)
  }
})

it.each([mimeType, 'inode/directory'])('the app opens %s', async (type) => {
  const { stdout } = await run('xdg-mime', ['query', 'default', type], { env: environment })
  expect(stdout.trim()).toBe(`${files.executableName}.desktop`)
})

it('what is opened is handed to the program as one word', () => {
  const [program, ...rest] = execWords(files.entry, 'file:///home/lin/a%20b')
  expect(program).toMatch(/\/uai-train-packer$/)
  expect(rest).toEqual(['file:///home/lin/a%20b'])
})
