import { execFile, spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { connect, createServer } from 'node:net'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { answers, waitUntil } from './own-engine.ts'
import { endProgram, endWithProcess } from './programs.ts'

const run = promisify(execFile)

/** Debian's next release, whose engine (26) can keep images in containerd's store. */
const suite = 'trixie'

export interface NewerEngine {
  /** For DOCKER_HOST. */
  readonly address: string
  remove(): Promise<void>
}

/**
 * A newer engine beside this machine's, with images in containerd's store; needs root. It sees the files of a Debian of
 * its own, and has a network of its own, in which the registry is at the same port of loopback as here.
 */
export async function startNewerEngine(registryPort: number): Promise<NewerEngine> {
  const root = await makeRoot()
  const folder = await mkdtemp(join(tmpdir(), 'uai-newer-engine-'))
  const settings = { features: { 'containerd-snapshotter': true } }
  await writeFile(join(folder, 'daemon.json'), JSON.stringify(settings))
  const relay = await startRelay(join(folder, 'registry.sock'), registryPort)
  const program = spawn('unshare', ['--mount', '--net', '--propagation=private', 'sh', '-ec', script, root, folder], {
    stdio: 'ignore',
  })
  endWithProcess(program)
  const programs: ChildProcess[] = [program]
  const remove = async (): Promise<void> => {
    for (const one of programs.reverse()) await endProgram(one)
    relay.close()
    await rm(folder, { recursive: true, force: true })
  }
  try {
    await waitUntil(() => answers(join(folder, 'engine.sock')))
    const inside = ['--target', String(program.pid), '--net', process.execPath, '-e', insideRelay]
    const listening = spawn('nsenter', [...inside, join(folder, 'registry.sock'), String(registryPort)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    endWithProcess(listening)
    programs.push(listening)
    await new Promise((resolve) => listening.stdout.once('data', resolve))
  } catch (error) {
    await remove()
    throw error
  }
  return { address: `unix://${join(folder, 'engine.sock')}`, remove }
}

/** `$0` is the folder with the Debian, `$1` what it shares with this machine. */
const script = `
mount --bind "$0" "$0"
mount -t proc proc "$0/proc"
mount --rbind /sys "$0/sys"
mount --rbind /dev "$0/dev"
mount -t tmpfs tmpfs "$0/run"
mount --bind "$1" "$0/mnt"
ip link set lo up
exec chroot "$0" dockerd --config-file /mnt/daemon.json --data-root /mnt/data --host unix:///mnt/engine.sock \\
  --group root --bridge=none --iptables=false
`

const insideRelay = `
const { connect, createServer } = require('node:net')
const [socketPath, port] = process.argv.slice(1)
createServer((client) => {
  const upstream = connect(socketPath)
  for (const one of [client, upstream]) one.on('error', () => undefined)
  client.pipe(upstream).pipe(client)
}).listen(Number(port), '127.0.0.1', () => console.log('listening'))
`

async function startRelay(socketPath: string, port: number): Promise<{ close(): void }> {
  const server = createServer((client) => {
    const upstream = connect({ host: '127.0.0.1', port })
    for (const one of [client, upstream]) one.on('error', () => undefined)
    client.pipe(upstream).pipe(client)
  })
  await new Promise<void>((resolve) => server.listen(socketPath, resolve))
  return server
}

/** Kept in the cache: it takes a minute to make. */
async function makeRoot(): Promise<string> {
  const cacheFolder = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'uai-train-packer')
  const root = join(cacheFolder, `engine-${suite}`)
  if (existsSync(root)) return root
  await mkdir(cacheFolder, { recursive: true })
  const making = await mkdtemp(`${root}.making-`)
  try {
    const options = ['--variant=minbase', '--include=docker.io', suite, making]
    await run('debootstrap', [...options, await mirrorOfThisMachine()], { maxBuffer: 1 << 28 })
    await rm(join(making, 'var/cache/apt'), { recursive: true })
    await rename(making, root)
  } finally {
    await rm(making, { recursive: true, force: true })
  }
  return root
}

async function mirrorOfThisMachine(): Promise<string> {
  const { stdout } = await run('apt-get', ['indextargets', '--format', '$(REPO_URI)', 'Created-By: Packages'])
  return stdout.split('\n', 1)[0] ?? ''
}
