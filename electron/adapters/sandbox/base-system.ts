import { spawn } from 'node:child_process'
import { mkdir, mkdtemp, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { AppError, cancelled, remoteWords } from '../../../shared/errors.ts'
import type { JobActivity } from '../../core/jobs/activity.ts'
import type { Engine } from '../../core/ports/engine.ts'

/** The suite whose packages hold PyTorch; what `debootstrap` installs when the host itself is no Debian. */
const fallbackImage = 'debian:bookworm-slim'

/**
 * Makes an image with a small Debian and `/usr/bin/python`. On Debian, as root, it is debootstrapped from the host's
 * own package source; elsewhere it starts from Docker Hub's Debian image.
 */
export async function* makeBaseSystem(options: {
  engine: Engine
  tag: string
  signal: AbortSignal
}): AsyncGenerator<JobActivity, 'host' | 'hub'> {
  const source = process.getuid?.() === 0 ? await readPackageSource(options.signal) : null
  if (source === null) {
    yield { type: 'log', source: 'app', text: `pull ${fallbackImage}` }
    await pullFallback(options)
    return 'hub'
  }
  const folder = await mkdtemp(join(tmpdir(), 'uai-sandbox-'))
  try {
    const root = join(folder, 'root')
    const debootstrap = ['--variant=minbase', '--include=python3-minimal', source.codename, root, source.mirror]
    yield* runProgram('debootstrap', debootstrap, options.signal)
    await symlink('python3', join(root, 'usr/bin/python'))
    // Packages and lists that apt would fetch again anyway: a third of the image.
    for (const folder of ['var/cache/apt/archives', 'var/lib/apt/lists']) {
      await rm(join(root, folder), { recursive: true })
      await mkdir(join(root, folder, 'partial'), { recursive: true })
    }
    yield { type: 'log', source: 'app', text: `import ${options.tag}` }
    await importFolder(root, options)
    return 'host'
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function pullFallback({ engine, tag, signal }: { engine: Engine; tag: string; signal: AbortSignal }) {
  try {
    const pull = engine.pullImage({ reference: fallbackImage, auth: null, signal })
    while (!(await pull.next()).done);
    await engine.tagImage(fallbackImage, tag, signal)
  } catch (error) {
    if (signal.aborted) throw cancelled()
    throw new AppError('sandbox-unavailable', {
      reason: 'base-system',
      words: remoteWords(error),
    })
  }
}

async function importFolder(
  root: string,
  { engine, tag, signal }: { engine: Engine; tag: string; signal: AbortSignal },
) {
  const tar = spawn('tar', ['-C', root, '--one-file-system', '-c', '.'], { stdio: ['ignore', 'pipe', 'ignore'] })
  const ended = new Promise<number | null>((resolve) => tar.once('close', resolve))
  try {
    await engine.importImage({ rootFileSystem: tar.stdout, tag, signal })
  } finally {
    tar.kill()
    await ended
  }
}

/** The first package source of the host that is Debian's own, as `apt-get` knows it; null where there is none. */
async function readPackageSource(signal: AbortSignal): Promise<{ mirror: string; codename: string } | null> {
  try {
    const format = '$(ORIGIN)|$(REPO_URI)|$(CODENAME)'
    const lines = await readProgram('apt-get', ['indextargets', '--format', format, 'Created-By: Packages'], signal)
    for (const line of lines) {
      const [origin, mirror, codename] = line.split('|')
      if (origin === 'Debian' && mirror && codename && /^[a-z]+$/.test(codename)) return { mirror, codename }
    }
  } catch {
    if (signal.aborted) throw cancelled()
    // No apt here.
  }
  return null
}

async function readProgram(name: string, parameters: string[], signal: AbortSignal): Promise<string[]> {
  const lines: string[] = []
  for await (const activity of runProgram(name, parameters, signal)) {
    if (activity.type === 'log') lines.push(activity.text)
  }
  return lines
}

/** Runs a program, yields its lines, and ends it with the signal. */
async function* runProgram(
  name: string,
  parameters: readonly string[],
  signal: AbortSignal,
): AsyncGenerator<JobActivity, void> {
  const child = spawn('/bin/sh', ['-c', 'exec "$0" "$@" 2>&1', name, ...parameters], {
    stdio: ['ignore', 'pipe', 'ignore'],
    // A group of its own, so that the programs it starts can be ended with it.
    detached: true,
  })
  const ended = new Promise<number>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => resolve(code ?? -1))
  })
  // The failure is awaited below; until then it must not count as unhandled.
  ended.catch(() => undefined)
  const stop = (): void => {
    if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGKILL')
  }
  signal.addEventListener('abort', stop, { once: true })
  const lastWords: string[] = []
  try {
    for await (const text of createInterface({ input: child.stdout })) {
      lastWords.push(text)
      if (lastWords.length > 3) lastWords.shift()
      yield { type: 'log', source: 'out', text }
    }
    const code = await ended
    if (signal.aborted) throw cancelled()
    if (code !== 0) throw unavailable(`${name}: ${lastWords.join(' ')}`)
  } catch (error) {
    if (error instanceof AppError) throw error
    throw unavailable(`${name}: ${error instanceof Error ? error.message : String(error)}`)
  } finally {
    signal.removeEventListener('abort', stop)
    stop()
  }
}

function unavailable(words: string): AppError {
  return new AppError('sandbox-unavailable', { reason: 'base-system', words })
}
