import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { startTestServer } from './http-server.ts'
import { writeFiles } from './write-files.ts'

const run = promisify(execFile)

export interface PipIndex {
  readonly url: string
  /** How often a package was fetched. */
  downloads(): number
  stop(): Promise<void>
}

/** An index on this machine with one package of one module, as pip asks an index for it. */
export async function startPipIndex({ name, version }: { name: string; version: string }): Promise<PipIndex> {
  const wheel = `${name}-${version}-py3-none-any.whl`
  const content = await makeWheel({ name, version, wheel })
  const server = await startTestServer(({ path }) => {
    if (path.endsWith('.whl')) return { status: 200, body: content }
    if (path !== `/simple/${name}/`) return { status: 404 }
    return { status: 200, headers: { 'Content-Type': 'text/html' }, body: `<a href="/files/${wheel}">${wheel}</a>` }
  })
  return {
    url: `http://${server.host}/simple`,
    downloads: () => server.requests.filter(({ path }) => path.endsWith('.whl')).length,
    stop: () => server.stop(),
  }
}

async function makeWheel(options: { name: string; version: string; wheel: string }): Promise<Uint8Array> {
  const { name, version, wheel } = options
  const folder = await mkdtemp(join(tmpdir(), 'uai-wheel-'))
  const info = `${name}-${version}.dist-info`
  try {
    await writeFiles(folder, {
      [`${name}.py`]: `VERSION = '${version}'\n`,
      [`${info}/METADATA`]: `Metadata-Version: 2.1\nName: ${name}\nVersion: ${version}\n`,
      [`${info}/WHEEL`]: 'Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n',
      [`${info}/RECORD`]: '',
    })
    await run('/usr/bin/python3', ['-m', 'zipfile', '-c', wheel, `${name}.py`, info], { cwd: folder })
    return await readFile(join(folder, wheel))
  } finally {
    await rm(folder, { recursive: true })
  }
}
