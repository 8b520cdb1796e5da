import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { runBuiltCli } from '../support/cli.ts'
import { writeFiles } from '../support/temporary-folder.ts'

let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'uai-scan-'))
  await writeFiles(join(folder, 'My Net'), {
    'train.py': 'import argparse\nif __name__ == "__main__":\n    main()\n',
    'test.py': 'if __name__ == "__main__":\n    main()\n',
    'config.py': `aws = "${'AKIA' + 'IZZ7QRSTUVWXYABC'}"\n`,
    'notes.txt': 'n',
    'data/labels.txt': 'l',
    '.git/config': '[core]\n',
    '.dockerignore': 'notes.txt\n',
  })
  await writeFiles(join(folder, 'books'), { 'one.ipynb': '{}' })
})
afterAll(() => rm(folder, { recursive: true }))

const scan = (words: readonly string[], language = 'C.UTF-8') =>
  runBuiltCli(['scan', ...words], { folder, variables: { UAI_DATA_FOLDER: join(folder, 'app'), LC_ALL: language } })

it('tells a program what goes in, what each rule leaves out, and what to look at', async () => {
  const { exitCode, output, errors } = await scan(['My Net', '--json'])
  expect({ exitCode, errors }).toEqual({ exitCode: 0, errors: '' })
  const answer = JSON.parse(output) as {
    readonly mainFiles: unknown
    readonly ignored: unknown
    readonly warnings: unknown
  }
  expect(answer).toMatchObject({ path: join(folder, 'My Net'), imageName: 'my-net', fileCount: 5, ignoredCount: 2 })
  expect(answer.mainFiles).toEqual(['train.py', 'test.py', 'config.py'])
  expect(answer.ignored).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ source: 'dockerignore', file: '.dockerignore', pattern: 'notes.txt', count: 1 }),
      expect.objectContaining({ source: 'default', file: null, id: 'version-control', count: 1 }),
    ]),
  )
  expect(answer.warnings).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ code: 'hidden-by-mount', path: 'data' }),
      expect.objectContaining({ code: 'secret', path: 'config.py', line: 1 }),
    ]),
  )
  expect(output).not.toContain('QRSTUVWXY')
})

it('tells it in words, in both languages', async () => {
  const english = await scan(['My Net'])
  expect(english.output).toContain('Main file: train.py\n')
  expect(english.output).toContain('Goes into the image: 5 files')
  expect(english.output).toContain('Left out by notes.txt in .dockerignore: 1 file, 1 B')
  const chinese = await scan(['My Net'], 'zh_CN.UTF-8')
  expect(chinese.output).toContain('主文件：train.py\n')
  expect(chinese.output).toContain('按 .dockerignore 中的 notes.txt 排除：1 个文件')
})

it('says so where there are only notebooks, and names a folder that is none', async () => {
  expect((await scan(['books'])).output).toContain('No main file: there is 1 notebook')
  expect((await scan(['nowhere'])).exitCode).toBe(1)
  expect((await scan([])).exitCode).toBe(2)
})
