// @ts-check
import { request } from 'node:http'
import { run } from './run-command.mjs'

const LIMIT_MS = 3_000

/** @typedef {{ answers: true, version: string } | { answers: false, reason: string }} Answer */

/**
 * Does an engine answer there, and which? The reason is an error code such as EACCES where there is one.
 * @param {string} host as in DOCKER_HOST
 * @returns {Promise<Answer>}
 */
export function ping(host) {
  const { protocol, hostname, port, pathname } = new URL(host)
  if (protocol === 'ssh:') return pingThroughClient()
  return pingOverHttp(protocol === 'unix:' ? { socketPath: pathname } : { host: hostname, port })
}

/** @returns {Promise<Answer>} */
async function pingThroughClient() {
  const args = ['version', '--format', '{{.Server.Version}}']
  const { code, stdout } = await run('docker', args, { timeoutMs: 10_000 })
  return code === 0 ? { answers: true, version: `Docker/${stdout.trim()}` } : { answers: false, reason: 'ssh' }
}

/**
 * @param {import('node:http').RequestOptions} target
 * @returns {Promise<Answer>}
 */
function pingOverHttp(target) {
  return new Promise((resolve) => {
    const asked = request({ ...target, path: '/_ping', timeout: LIMIT_MS }, (response) => {
      response.resume()
      const { server = 'an engine', 'api-version': api = 'unknown' } = response.headers
      resolve(
        response.statusCode === 200
          ? { answers: true, version: `${server}, API ${String(api)}` }
          : { answers: false, reason: `HTTP ${response.statusCode}` },
      )
    })
    asked.on('timeout', () => asked.destroy(new Error(`no answer within ${LIMIT_MS / 1000} s`)))
    asked.on('error', (/** @type {NodeJS.ErrnoException} */ error) => {
      resolve({ answers: false, reason: error.code ?? error.message })
    })
    asked.end()
  })
}
