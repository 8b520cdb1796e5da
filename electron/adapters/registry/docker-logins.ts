import { spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import type { RegistryAuth } from '../../core/ports/registry.ts'

/** What `docker login` has kept on this machine. */
export interface DockerLogins {
  /** Null where there is none, or none that can be read. */
  find(host: string): Promise<RegistryAuth | null>
}

type Environment = Readonly<Record<string, string | undefined>>

const Login = z.object({ auth: z.string().optional().catch(undefined) })
const DockerConfig = z.object({
  auths: z.record(z.string(), Login).catch({}),
  credHelpers: z.record(z.string(), z.string()).catch({}),
  credsStore: z.string().catch(''),
})
const HelperAnswer = z.object({ Username: z.string(), Secret: z.string() })

/** A name becomes part of a program's, so it must not lead elsewhere. */
const helperName = /^[A-Za-z0-9][A-Za-z0-9._-]*$/
const helperLimitMs = 10_000
const maxAnswerBytes = 64 * 1024
/** Asking a helper takes a while, and a pack asks several times. */
const keptMs = 30_000
/** How Docker Hub is named there. */
const dockerHub = 'https://index.docker.io/v1/'
/** In place of a user: what is kept is no password but a token for a server of Docker's. */
const tokenUser = '<token>'

export function createDockerLogins(environment: Environment): DockerLogins {
  const known = new Map<string, { readonly until: number; readonly login: Promise<RegistryAuth | null> }>()
  return {
    find: async (host) => {
      const text = await readConfig(environment)
      if (text === null) return null
      const key = `${host}\n${text}`
      const earlier = known.get(key)
      if (earlier !== undefined && Date.now() < earlier.until) return earlier.login
      const login = findLogin(host, { text, environment })
      known.clear()
      known.set(key, { until: Date.now() + keptMs, login })
      return login
    },
  }
}

async function readConfig(environment: Environment): Promise<string | null> {
  const folder = environment['DOCKER_CONFIG'] ?? join(environment['HOME'] ?? homedir(), '.docker')
  return readFile(join(folder, 'config.json'), 'utf8').catch(() => null)
}

/** In Docker's order: the host's own helper, the one for all hosts, then the file itself. */
async function findLogin(
  host: string,
  { text, environment }: { readonly text: string; readonly environment: Environment },
): Promise<RegistryAuth | null> {
  const config = parseConfig(text)
  if (config === null) return null
  const names = namesOf(host)
  const isHost = (name: string): boolean => names.includes(name) || names.includes(bareHost(name))
  const own = Object.entries(config.credHelpers).find(([name]) => isHost(name))
  const helper = own?.[1] ?? config.credsStore
  if (helper !== '') {
    for (const name of own === undefined ? names : [own[0]]) {
      const login = await askHelper(helper, { name, environment })
      if (login !== null) return { host, ...login }
    }
  }
  const kept = Object.entries(config.auths).find(([name]) => isHost(name))?.[1].auth ?? ''
  const [username = '', ...rest] = Buffer.from(kept, 'base64').toString('utf8').split(':')
  const password = rest.join(':').replace(/\0+$/, '')
  return username === '' || password === '' ? null : { host, username, password }
}

function parseConfig(text: string): z.infer<typeof DockerConfig> | null {
  try {
    return DockerConfig.safeParse(JSON.parse(text)).data ?? null
  } catch {
    return null
  }
}

function namesOf(host: string): readonly string[] {
  return /^(?:(?:index|registry-1)\.)?docker\.io$/.test(host) ? [dockerHub, 'index.docker.io', 'docker.io'] : [host]
}

/** Old versions kept addresses, with a scheme and a path. */
function bareHost(name: string): string {
  return name.replace(/^https?:\/\//, '').replace(/\/.*$/, '')
}

/** Started without a shell; the host goes in and the login comes out, neither on a command line. */
function askHelper(
  helper: string,
  { name, environment }: { readonly name: string; readonly environment: Environment },
): Promise<{ username: string; password: string } | null> {
  if (!helperName.test(helper)) return Promise.resolve(null)
  return new Promise((resolve) => {
    const child = spawn(`docker-credential-${helper}`, ['get'], {
      env: environment,
      stdio: ['pipe', 'pipe', 'ignore'],
      timeout: helperLimitMs,
      killSignal: 'SIGKILL',
      windowsHide: true,
    })
    let answer = ''
    child.stdout.setEncoding('utf8')
    child.stdout.on('data', (text: string) => {
      if (answer.length < maxAnswerBytes) answer += text
    })
    child.once('error', () => resolve(null))
    child.once('close', (code) => resolve(code === 0 ? parseAnswer(answer) : null))
    // A helper that ends at once does not read.
    child.stdin.once('error', () => undefined)
    child.stdin.end(name)
  })
}

function parseAnswer(text: string): { username: string; password: string } | null {
  try {
    const { Username: username, Secret: password } = HelperAnswer.parse(JSON.parse(text))
    return username === '' || username === tokenUser || password === '' ? null : { username, password }
  } catch {
    return null
  }
}
