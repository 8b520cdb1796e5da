import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { z } from 'zod'
import type { TestRegistry } from './registry-server.ts'

const Manifest = z.object({
  config: z.object({ digest: z.string() }),
  layers: z.array(z.object({ digest: z.string() })),
})

export interface LayerContent {
  /** In their order; those of folders end in a slash. */
  readonly names: readonly string[]
  /** What the files have in them, by name. */
  readonly files: Readonly<Record<string, string>>
}

const run = promisify(execFile)

/** An image in a registry, asked for past the code under test. */
export interface PushedImage {
  readonly digest: string
  readonly layers: readonly string[]
  /** The image's configuration, as it is. */
  readonly config: unknown
  readLayer(digest: string): Promise<LayerContent>
}

/** Null when the registry has no such image. */
export async function readPushedImage(
  registry: Pick<TestRegistry, 'host' | 'auth'>,
  { repository, tag }: { repository: string; tag: string },
): Promise<PushedImage | null> {
  const { username, password } = registry.auth
  const headers = {
    authorization: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`,
    accept: 'application/vnd.docker.distribution.manifest.v2+json',
  }
  const get = (path: string): Promise<Response> =>
    fetch(`http://${registry.host}/v2/${repository}/${path}`, { headers })
  const answer = await get(`manifests/${tag}`)
  if (answer.status === 404) return null
  const manifest = Manifest.parse(await answer.json())
  return {
    digest: answer.headers.get('docker-content-digest') ?? '',
    layers: manifest.layers.map(({ digest }) => digest),
    config: await (await get(`blobs/${manifest.config.digest}`)).json(),
    readLayer: async (digest) => {
      const blob = await (await get(`blobs/${digest}`)).arrayBuffer()
      return readLayer(Buffer.from(blob))
    },
  }
}

/** By the system's own tar, which is what the engines' is measured by. */
async function readLayer(bytes: Buffer): Promise<LayerContent> {
  const folder = await mkdtemp(join(tmpdir(), 'uai-layer-'))
  try {
    const archive = join(folder, 'layer.tar.gz')
    await writeFile(archive, bytes)
    const { stdout } = await run('tar', ['-tzf', archive])
    const names = stdout.trimEnd().split('\n')
    await run('tar', ['-xzf', archive, '-C', folder])
    const files: Record<string, string> = {}
    for (const name of names.filter((each) => !each.endsWith('/'))) {
      files[name] = await readFile(join(folder, name), 'utf8')
    }
    return { names, files }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
