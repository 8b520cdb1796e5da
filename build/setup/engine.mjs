// @ts-check
import { spawn } from 'node:child_process'
import { closeSync, existsSync, mkdirSync, openSync, readFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { homedir, userInfo } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { cacheFolder } from './cache-folder.mjs'
import { ping } from './engine-ping.mjs'
import { asRoot, findProgram, lastLines, runOrThrow } from './run-command.mjs'

const DEFAULT_SOCKET = '/var/run/docker.sock'
const START_LIMIT_MS = 60_000

/** @typedef {{ host: string, version: string, verdict: string }} Engine */

/**
 * The Docker Engine of this machine, started if none answers.
 * @returns {Promise<Engine>}
 */
export async function startEngine() {
  const running = await findEngine()
  if (running !== undefined) return running
  if (process.env['DOCKER_HOST']) {
    throw new Error(`No engine answers at DOCKER_HOST=${process.env['DOCKER_HOST']}.`)
  }
  const how = await bringUp()
  const version = await waitForEngine()
  return { host: unix(DEFAULT_SOCKET), version, verdict: `${version}, ${how}` }
}

/**
 * The engine that answers now, if one does.
 * @returns {Promise<Engine | undefined>}
 */
export async function findEngine() {
  for (const host of candidateHosts()) {
    const answer = await ping(host)
    if (answer.answers) return { host, version: answer.version, verdict: `${answer.version} answers at ${host}` }
  }
  return undefined
}

function candidateHosts() {
  const chosen = process.env['DOCKER_HOST']
  if (chosen) return [chosen]
  const runtimeFolder = process.env['XDG_RUNTIME_DIR']
  return [
    DEFAULT_SOCKET,
    ...(runtimeFolder ? [join(runtimeFolder, 'docker.sock')] : []), // rootless
    join(homedir(), '.docker/run/docker.sock'), // Docker Desktop
  ].map(unix)
}

/** Does whatever makes the default socket answer soon; says what that was. */
async function bringUp() {
  await rm(logFile(), { force: true }) // what is read back in case of trouble is about this start
  const answer = await ping(unix(DEFAULT_SOCKET))
  if (!answer.answers && answer.reason === 'EACCES') return lendSocket()
  if (isStarting()) return 'was starting'
  if (existsSync('/run/systemd/system')) {
    await runOrThrow(...asRoot('systemctl', ['start', 'docker']))
    const afterwards = await ping(unix(DEFAULT_SOCKET))
    return !afterwards.answers && afterwards.reason === 'EACCES' ? lendSocket() : 'started by systemd'
  }
  return startDaemon()
}

/** The socket goes to this user until the engine is restarted: less than membership of the group `docker`, which stays. */
async function lendSocket() {
  const { username } = userInfo()
  await runOrThrow(...asRoot('chown', [username, DEFAULT_SOCKET]))
  return `socket lent to ${username} until the engine restarts`
}

function isStarting() {
  try {
    const pid = readFileSync('/var/run/docker.pid', 'utf8').trim()
    return readFileSync(`/proc/${pid}/comm`, 'utf8').trim() === 'dockerd'
  } catch {
    return false // no file, or the file of a daemon that is gone
  }
}

async function startDaemon() {
  const dockerd = findProgram('dockerd')
  if (dockerd === undefined) throw new Error('There is no Docker Engine on this machine: dockerd was not found.')
  mkdirSync(dirname(logFile()), { recursive: true })
  const log = openSync(logFile(), 'w')
  // The group gets the socket, so that a user who started it through sudo may use it.
  const group = String(process.getgid?.() ?? 0)
  const [program, args] = asRoot('setsid', ['--fork', dockerd, '--group', group])
  const child = spawn(program, args, { stdio: ['inherit', log, log] })
  const code = await new Promise((resolve, reject) => child.once('error', reject).once('close', resolve))
  closeSync(log)
  if (code !== 0) throw new Error(`Docker could not be started:\n${readLog()}`)
  return `started, log in ${logFile()}`
}

async function waitForEngine() {
  const deadline = Date.now() + START_LIMIT_MS
  for (;;) {
    const answer = await ping(unix(DEFAULT_SOCKET))
    if (answer.answers) return answer.version
    const died = /^failed to start daemon/m.test(readLog())
    if (died || Date.now() > deadline) {
      throw new Error(`Docker did not answer at ${DEFAULT_SOCKET} (${answer.reason}):\n${readLog()}`)
    }
    await delay(200)
  }
}

function logFile() {
  return join(cacheFolder(), 'dockerd.log')
}

function readLog() {
  return existsSync(logFile()) ? lastLines(readFileSync(logFile(), 'utf8')) : '(no log)'
}

/** @param {string} path */
function unix(path) {
  return `unix://${path}`
}
