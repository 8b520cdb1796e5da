import { execFile } from 'node:child_process'
import { mkdtemp, writeFile } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { existsSync } from 'node:fs'
import { promisify } from 'node:util'
import { askEngine } from '../../support/raw-engine.ts'
import type { Task, Way } from './way.ts'

const run = promisify(execFile)

type Builder = 'legacy builder' | 'BuildKit'

/** A Docker client that has both builders: newer ones need a plugin for BuildKit. Null when this machine has none. */
export async function findDocker(): Promise<string | null> {
  const folders = (process.env['PATH'] ?? '').split(delimiter)
  const programs = [...new Set(folders.map((folder) => join(folder, 'docker')))].filter((path) => existsSync(path))
  for (const program of programs) {
    const { stdout } = await run(program, ['version', '--format', '{{.Client.Version}}'])
    if (Number(stdout.split('.', 1)[0]) < 23 || (await hasBuildx(program))) return program
  }
  return null
}

async function hasBuildx(program: string): Promise<boolean> {
  try {
    await run(program, ['buildx', 'version'])
    return true
  } catch {
    return false
  }
}

export interface DockerWayOptions {
  readonly program: string
  readonly folder: string
  readonly builder: Builder
  /** `project`: the working folder, as UCloud's tool has it; `code`: the code folder alone. */
  readonly context: 'project' | 'code'
}

/** Login, pull, build, twice, and push: the commands of UCloud's tool. */
export function createDockerWay({ program, folder, builder, context }: DockerWayOptions): Way {
  let settings = ''
  const docker = async (words: readonly string[], input = ''): Promise<void> => {
    const variables = { DOCKER_CONFIG: settings, DOCKER_BUILDKIT: builder === 'BuildKit' ? '1' : '0' }
    const running = run(program, words, { env: { ...process.env, ...variables }, maxBuffer: 1 << 28 })
    running.child.stdin?.end(input)
    await running
  }
  const build = async ({ code }: Task, base: string, tag: string): Promise<void> => {
    const dockerfile = join(code.projectFolder, 'uaitrain.Dockerfile')
    const [contextFolder, added] = context === 'project' ? [code.projectFolder, './code/'] : [code.codePath, './']
    await docker(['pull', base])
    await writeFile(dockerfile, `From ${base}\nADD ${added} /data/\n`)
    await docker(['build', '-t', tag, '-f', dockerfile, contextFolder])
  }
  return {
    name: `${context === 'project' ? 'UCloud’s tool' : 'docker, code only'}, ${builder}`,
    // A new folder of settings is another client to BuildKit, which then keeps nothing of what it was sent before.
    reset: async () => {
      settings = await mkdtemp(join(folder, 'docker-'))
    },
    run: async (task) => {
      const { auth, cpuBase, gpuBase, cpuImage, gpuImage } = task
      await docker(['login', '-u', auth.username, '--password-stdin', auth.host], auth.password)
      await build(task, cpuBase, cpuImage)
      await build(task, gpuBase, gpuImage)
      await docker(['push', gpuImage])
    },
    remarks: () => Promise.resolve([]),
    close: () => Promise.resolve(),
  }
}

interface DiskUsage {
  readonly BuildCache: readonly { readonly ID: string }[] | null
}

/** Ids of what BuildKit keeps. */
export async function findBuildCache(): Promise<ReadonlySet<string>> {
  const { BuildCache: entries } = (await askEngine('GET', '/system/df')) as DiskUsage
  return new Set((entries ?? []).map(({ ID: id }) => id))
}

/** Removes what BuildKit did not keep before; what stands on an entry goes before it. */
export async function removeBuildCache(before: ReadonlySet<string>): Promise<void> {
  for (const id of await findBuildCache()) {
    if (before.has(id)) continue
    const filters = encodeURIComponent(JSON.stringify({ id: [id] }))
    await askEngine('POST', `/build/prune?all=1&filters=${filters}`)
  }
}
