import { spawn, type ChildProcess } from 'node:child_process'
import { access, mkdtemp } from 'node:fs/promises'
import { rmSync } from 'node:fs'
import { Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { AppError } from '../../../shared/errors.ts'
import { sshFailure } from './ssh-failure.ts'

const usualSocket = '/var/run/docker.sock'
const openLimitMs = 30_000
const keptTextLength = 64 * 1024

export interface SshTunnel {
  readonly socketPath: string
  isOpen(): boolean
  /** Why the engine at the other end was not reached through it since the last time; null where ssh says nothing of it. */
  takeFailure(): AppError | null
}

interface Kept {
  readonly opening: Promise<SshTunnel>
  /** Undefined while it is being opened, null when that failed. */
  tunnel?: SshTunnel | null
}

const tunnels = new Map<string, Kept>()

/**
 * The way to an engine by the system's own ssh, with its configuration, its agent and its list of known machines; one
 * for all requests, kept until this process ends. Rejects with an AppError that says what ssh said.
 */
export function sshTunnelTo(address: string): Promise<SshTunnel> {
  const known = tunnels.get(address)
  if (known !== undefined && (known.tunnel === undefined || known.tunnel?.isOpen() === true)) return known.opening
  const kept: Kept = { opening: openTunnel(address) }
  tunnels.set(address, kept)
  kept.opening.then(
    (tunnel) => (kept.tunnel = tunnel),
    () => (kept.tunnel = null),
  )
  return kept.opening
}

/** Of an address whose way was opened before; null for any other. */
export function openedTunnel(address: string): SshTunnel | null {
  return tunnels.get(address)?.tunnel ?? null
}

async function openTunnel(address: string): Promise<SshTunnel> {
  if (process.platform === 'win32') throw new AppError('engine-link-failed', { address, words: 'not on Windows' })
  // Nobody but this user gets into the folder, so nobody else can use the engine.
  const folder = await mkdtemp(join(tmpdir(), 'uai-engine-'))
  const socketPath = join(folder, 'engine.sock')
  const ssh = spawn('ssh', sshArguments(address, socketPath), { stdio: ['ignore', 'ignore', 'pipe'] })
  const state = watch(ssh)
  const end = (): void => {
    process.off('exit', end)
    ssh.kill()
    rmSync(folder, { recursive: true, force: true })
  }
  process.once('exit', end)
  const limit = performance.now() + openLimitMs
  while (!(await exists(socketPath))) {
    if (!state.hasEnded && performance.now() < limit) {
      await delay(25)
      continue
    }
    end()
    throw sshFailure(address, state.hasEnded ? state.text : `no answer within ${openLimitMs / 1000} s`)
  }
  ssh.once('close', end)
  return {
    socketPath,
    isOpen: () => !state.hasEnded,
    takeFailure: () => {
      const { text } = state
      state.text = ''
      return text.includes('open failed') || state.hasEnded ? sshFailure(address, text) : null
    },
  }
}

/** What holds for docker's own addresses: a user, a port and the engine's socket over there may be named. */
export function sshArguments(address: string, socketPath: string): string[] {
  const url = new URL(address)
  const remoteSocket = url.pathname.length > 1 ? decodeURIComponent(url.pathname) : usualSocket
  const options = [
    'BatchMode=yes',
    // What is not in the list of known machines is not trusted, whatever the user's own settings say.
    'StrictHostKeyChecking=yes',
    'ExitOnForwardFailure=yes',
    'StreamLocalBindMask=0177',
    'ConnectTimeout=15',
    'ServerAliveInterval=15',
    'ServerAliveCountMax=3',
    'ControlMaster=no',
    'ControlPath=none',
    'PermitLocalCommand=no',
  ]
  return [
    // Its words name the key's fingerprint only when it is asked to talk.
    ...['-v', '-N', '-T', '-a', '-x', '-L', `${socketPath}:${remoteSocket}`],
    ...options.flatMap((option) => ['-o', option]),
    ...(url.username === '' ? [] : ['-l', decodeURIComponent(url.username)]),
    ...(url.port === '' ? [] : ['-p', url.port]),
    // A host name that begins with a dash is none of its options.
    '--',
    url.hostname.replace(/^\[|\]$/g, ''),
  ]
}

/** Neither the program nor its words keep this process from ending. */
function watch(ssh: ChildProcess): { hasEnded: boolean; text: string } {
  const state = { hasEnded: false, text: '' }
  ssh.once('error', (error) => {
    state.text += error.message
    state.hasEnded = true
  })
  ssh.once('close', () => (state.hasEnded = true))
  ssh.stderr?.setEncoding('utf8').on('data', (text: string) => {
    state.text = (state.text + text).slice(-keptTextLength)
  })
  ssh.unref()
  if (ssh.stderr instanceof Socket) ssh.stderr.unref()
  return state
}

async function exists(path: string): Promise<boolean> {
  try {
    await access(path)
    return true
  } catch {
    return false
  }
}
