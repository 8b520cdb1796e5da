import { execFile } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { walkCodeFolder } from '../../electron/core/context/walk.ts'
import { defaultIgnoreIds } from '../../shared/uaitrain/default-ignores.ts'
import { makeTemporaryFolder, writeFiles } from '../support/temporary-folder.ts'

const run = promisify(execFile)
const runs = 25

/** The files that Docker's own program and engine put into an image of a folder. */
async function filesByDocker(root: string): Promise<string[]> {
  const dockerfile = join(await makeTemporaryFolder(), 'Dockerfile')
  // The layer is exported through a container, which needs a command but never runs.
  await writeFile(dockerfile, 'FROM scratch\nCOPY . /code/\nCMD ["none"]\n')
  const env = { ...process.env, DOCKER_BUILDKIT: '0' }
  const { stdout: built } = await run('docker', ['build', '--quiet', '--file', dockerfile, root], { env })
  const image = built.trim()
  try {
    const { stdout: created } = await run('docker', ['create', image])
    const container = created.trim()
    try {
      const { stdout: listed } = await run('/bin/bash', [
        '-c',
        'docker export "$1" | tar --list --quoting-style=literal --show-transformed-names',
        'bash',
        container,
      ])
      return listed
        .split('\n')
        .filter((path) => path.startsWith('code/') && !path.endsWith('/'))
        .map((path) => path.slice('code/'.length))
    } finally {
      await run('docker', ['rm', container])
    }
  } finally {
    await run('docker', ['rmi', '--force', image])
  }
}

async function filesByUs(root: string): Promise<string[]> {
  const ignore = { rules: [], disabledDefaults: [...defaultIgnoreIds] }
  const { entries } = await walkCodeFolder({
    root,
    ignore,
    specialFiles: 'refuse',
    signal: new AbortController().signal,
  })
  return entries.filter(({ type }) => type !== 'folder').map(({ path }) => path)
}

const name = fc.constantFrom('a', 'b', 'ab', 'B', 'a.py', 'b.py', '.env', 'a b', 'x-1', 'x-2', '训练', '__pycache__')
const files = fc.uniqueArray(fc.array(name, { minLength: 1, maxLength: 4 }), { minLength: 3, maxLength: 25 })
const part = fc.oneof(
  { weight: 3, arbitrary: name },
  { weight: 3, arbitrary: fc.constantFrom('*', '**', '*.py', '?', 'a*', 'x-[0-9]', 'x-[^1]', '.*', '\\.env', '训*') },
)
const ignoring = fc
  .record({
    start: fc.constantFrom('', '', '/', './'),
    parts: fc.array(part, { minLength: 1, maxLength: 3 }),
    end: fc.constantFrom('', '', '/', '/**'),
  })
  .map(({ start, parts, end }) => start + parts.join('/') + end)
/** Without wildcards: the classic builder's client does not look into ignored folders for those, as BuildKit and we do. */
const exception = fc.array(name, { minLength: 1, maxLength: 3 }).map((parts) => `!${parts.join('/')}`)
const line = fc.oneof({ weight: 2, arbitrary: ignoring }, { weight: 1, arbitrary: exception })
const rules = fc.array(line, { minLength: 1, maxLength: 6 })

it(`leaves out what Docker leaves out, on ${runs} generated trees`, async () => {
  await fc.assert(
    fc.asyncProperty(files, rules, async (paths, lines) => {
      const root = await makeTemporaryFolder()
      for (const path of paths) {
        // A name may have come up as a file where a folder is wanted.
        await writeFiles(root, { [path.join('/')]: '' }).catch(() => undefined)
      }
      // Docker sends this one file whatever the rules say, so it is left out by both.
      await writeFile(join(root, '.dockerignore'), [...lines, '.dockerignore'].join('\n'))
      expect((await filesByUs(root)).sort()).toEqual((await filesByDocker(root)).sort())
    }),
    { numRuns: runs, endOnFailure: true },
  )
})
