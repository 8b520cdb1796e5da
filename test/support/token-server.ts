import { execFile } from 'node:child_process'
import { createSign, randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { listen } from './ports.ts'

const run = promisify(execFile)

export interface TokenServer {
  /** The settings with which docker-registry takes its tokens. */
  readonly registryAuth: object
  /** The scopes of each token that was asked for. */
  readonly granted: readonly (readonly string[])[]
  stop(): Promise<void>
}

const service = 'test-registry'
const issuer = 'test-issuer'

/**
 * Gives out signed tokens as registries want them (https://distribution.github.io/distribution/spec/auth/jwt/), to
 * whoever knows the password.
 */
export async function startTokenServer(options: {
  folder: string
  username: string
  password: string
}): Promise<TokenServer> {
  const [keyPath, certificatePath] = [join(options.folder, 'key.pem'), join(options.folder, 'certificate.pem')]
  const subject = ['-subj', `/CN=${issuer}`, '-days', '2']
  await run('openssl', [
    'req',
    '-x509',
    '-newkey',
    'rsa:2048',
    '-nodes',
    ...subject,
    '-keyout',
    keyPath,
    '-out',
    certificatePath,
  ])
  const key = await readFile(keyPath, 'utf8')
  const certificate = (await readFile(certificatePath, 'utf8')).replace(/-----[A-Z ]+-----|\s/g, '')
  const expected = `Basic ${Buffer.from(`${options.username}:${options.password}`).toString('base64')}`
  const granted: string[][] = []

  const sign = (scopes: readonly string[]): string => {
    const now = Math.floor(Date.now() / 1000)
    const access = scopes.map((scope) => {
      const [type, name, actions = ''] = scope.split(':')
      return { type, name, actions: actions.split(',') }
    })
    const header = { typ: 'JWT', alg: 'RS256', x5c: [certificate] }
    const claims = { iss: issuer, aud: service, sub: options.username, iat: now, nbf: now - 10, exp: now + 300 }
    const content = [header, { ...claims, jti: randomUUID(), access }]
      .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
      .join('.')
    return `${content}.${createSign('RSA-SHA256').update(content).sign(key, 'base64url')}`
  }

  const server = createServer((incoming, outgoing) => {
    if (incoming.headers.authorization !== expected) {
      outgoing.writeHead(401).end('{"details":"incorrect username or password"}')
      return
    }
    const scopes = new URL(incoming.url ?? '', 'http://127.0.0.1').searchParams.getAll('scope')
    granted.push(scopes)
    outgoing.end(JSON.stringify({ token: sign(scopes), expires_in: 300 }))
  })
  const port = await listen(server)
  return {
    registryAuth: {
      token: { realm: `http://127.0.0.1:${port}/token`, service, issuer, rootcertbundle: certificatePath },
    },
    granted,
    stop: () => {
      server.closeAllConnections()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}
