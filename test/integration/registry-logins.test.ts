import { chmod, readFile, writeFile } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createDockerLogins } from '../../electron/adapters/registry/docker-logins.ts'
import { createRegistry } from '../../electron/adapters/registry/create-registry.ts'
import type { RegistryAuth } from '../../electron/core/ports/registry.ts'
import { collect } from '../support/collect.ts'
import { startOddRegistry } from '../support/odd-registry.ts'
import type { OddAnswer, OddRegistry, OddRequest } from '../support/odd-registry.ts'
import { opaqueImage } from '../support/publish-bench.ts'
import { makeTemporaryFolder } from '../support/temporary-folder.ts'
import { thrownBy } from '../support/thrown.ts'

const { signal } = new AbortController()
const login = { username: 'lin', password: 'pass:word' }
const basic = Buffer.from(`${login.username}:${login.password}`).toString('base64')
const wantsLogin: OddAnswer = {
  status: 401,
  headers: { 'www-authenticate': 'Basic realm="odd"' },
  words: 'Authentication Required',
}
let registry: OddRegistry
let folder: string
let environment: Readonly<Record<string, string>>

beforeEach(async () => {
  folder = await makeTemporaryFolder()
  environment = { DOCKER_CONFIG: folder, PATH: [folder, process.env['PATH'] ?? ''].join(delimiter) }
  registry = await startOddRegistry({ refuse: needsLogin })
})

afterEach(() => registry.stop())

function needsLogin({ authorization }: OddRequest): OddAnswer | null {
  return authorization === `Basic ${basic}` ? null : wantsLogin
}

async function writeConfig(config: object): Promise<void> {
  await writeFile(join(folder, 'config.json'), JSON.stringify(config))
}

/** A helper that answers for this host alone, and keeps what it was called with. */
async function writeHelper(name: string, host: string): Promise<void> {
  const path = join(folder, `docker-credential-${name}`)
  const answer = JSON.stringify({ ServerURL: host, Username: login.username, Secret: login.password })
  const lines = [
    '#!/bin/sh',
    'read -r asked',
    `echo "$0 $*" >> ${folder}/called`,
    `if [ "$asked" = '${host}' ]; then echo '${answer}'; else echo 'credentials not found'; exit 1; fi`,
  ]
  await writeFile(path, `${lines.join('\n')}\n`)
  await chmod(path, 0o755)
}

const findDigest = (auth: RegistryAuth | null = null): Promise<string | null> =>
  createRegistry({ environment }).findDigest({ reference: `${registry.host}/a/base:v1`, auth, signal })

function publish(auth: RegistryAuth): Promise<unknown> {
  const reference = `${registry.host}/somebody/image:v1`
  const image = opaqueImage(Buffer.from('content'))
  return collect(createRegistry({ environment }).publishImage({ reference, auth, ...image, signal }))
}

describe('what docker login has kept', () => {
  it('opens a registry that the account is not for, out of the file', async () => {
    await writeConfig({ auths: { [registry.host]: { auth: basic } } })
    expect(await findDigest({ host: 'uhub.ucloud.cn', username: 'other', password: 'other' })).toBeNull()
  })

  it.each([
    ['the helper of the host', (host: string) => ({ credHelpers: { [host]: 'odd' }, credsStore: 'none' })],
    ['the helper for all hosts', (host: string) => ({ auths: { [host]: {} }, credsStore: 'odd' })],
  ])('opens it by %s', async (_which, config) => {
    await writeConfig(config(registry.host))
    await writeHelper('odd', registry.host)
    expect(await findDigest()).toBeNull()
    const called = await readFile(join(folder, 'called'), 'utf8')
    expect(called).toMatch(/docker-credential-odd get\n$/)
    expect(called).not.toContain(registry.host)
  })

  it.each([
    ['of another host', { credsStore: 'odd' }],
    ['that leads elsewhere', { credsStore: '../odd' }],
    ['that is not there', { credsStore: 'missing' }],
  ])('is nothing with a helper %s', async (_which, config) => {
    await writeConfig(config)
    await writeHelper('odd', 'elsewhere.example.com')
    expect(await createDockerLogins(environment).find(registry.host)).toBeNull()
  })

  it('knows Docker Hub by the address that it has there', async () => {
    await writeConfig({ auths: { 'https://index.docker.io/v1/': { auth: basic } } })
    expect(await createDockerLogins(environment).find('docker.io')).toEqual({ host: 'docker.io', ...login })
  })

  it('is nothing in a file that is none of Docker’s', async () => {
    await writeFile(join(folder, 'config.json'), '{"auths": 3')
    expect(await createDockerLogins(environment).find(registry.host)).toBeNull()
  })
})

describe('a refusal', () => {
  it('without any login names the host that wants one, in its own words', async () => {
    expect(await thrownBy(findDigest())).toEqual({
      code: 'registry-login-missing',
      details: { host: registry.host, words: 'Authentication Required' },
    })
  })

  it('of a wrong password is one of the login', async () => {
    const auth = { host: registry.host, ...login, password: 'wrong' }
    expect(await thrownBy(publish(auth))).toMatchObject({
      code: 'registry-login-refused',
      details: { host: registry.host, username: login.username },
    })
  })

  it.each([401, 403])('with %d of a good login is one of the name', async (status) => {
    await registry.stop()
    registry = await startOddRegistry({
      refuse: (request) =>
        needsLogin(request) ??
        (request.path.startsWith('/v2/somebody/') ? { ...wantsLogin, status, words: 'Not Yours' } : null),
    })
    expect(await thrownBy(publish({ host: registry.host, ...login }))).toEqual({
      code: 'registry-no-right',
      details: { host: registry.host, repository: 'somebody/image', username: login.username, words: 'Not Yours' },
    })
  })
})
