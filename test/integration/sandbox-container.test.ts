import { afterAll, beforeAll, expect, it, onTestFinished, vi } from 'vitest'
import { createDockerEngine } from '../../electron/adapters/docker/create-engine.ts'
import { createNodeFiles } from '../../electron/adapters/files/node-files.ts'
import { createRegistry } from '../../electron/adapters/registry/create-registry.ts'
import { sandboxLabel } from '../../electron/adapters/sandbox/labels.ts'
import { createSandbox, makeSandboxSecrets } from '../../electron/adapters/sandbox/sandbox.ts'
import { makeTemporaryFolder } from '../support/temporary-folder.ts'
import { thrownBy } from '../support/thrown.ts'
import { importTinyImage, programFiles } from '../support/tiny-image.ts'
import { makeTar } from '../support/tar.ts'

const signal = new AbortController().signal
const engine = createDockerEngine()
const registry = createRegistry()
const imageName = 'registry:2'
let isOurs = false

/** As the official image begins: a configuration file alone is one to be served. */
const entryPoint = `#!/bin/sh
case "$1" in *.yaml | *.yml) set -- serve "$@" ;; esac
exec docker-registry "$@"
`

beforeAll(async () => {
  isOurs = (await engine.inspectImage(imageName, signal)) === null
  if (!isOurs) return
  const dockerfile = 'FROM scratch\nCOPY root /\nENTRYPOINT ["/entrypoint.sh"]\n'
  const files = Object.entries({
    ...(await programFiles(['sh', 'docker-registry'])),
    'entrypoint.sh': { content: entryPoint, mode: 0o755 },
  }).map(([path, file]) => [`root/${path}`, file] as const)
  const context = makeTar({ Dockerfile: dockerfile, ...Object.fromEntries(files) })
  const build = engine.buildImage({ context, tag: imageName, labels: {}, signal })
  while (!(await build.next()).done);
})
afterAll(async () => {
  if (isOurs) await engine.removeImage(imageName, signal)
})

it('serves its registry from a container where the program is not installed', async () => {
  const sandbox = createSandbox({ engine, registry, files: createNodeFiles(), folder: await makeTemporaryFolder() })
  onTestFinished(() => sandbox.close())
  const secrets = makeSandboxSecrets()
  // The engine's own connection needs no program.
  vi.stubEnv('PATH', '')
  try {
    await sandbox.start(secrets, signal)
  } finally {
    vi.unstubAllEnvs()
  }
  const { uhubHost, uhubUsername: username } = await sandbox.accountSettings()
  const port = uhubHost.split(':')[1] ?? ''
  const auth = { host: uhubHost, username, password: secrets.uhubPassword }
  expect(await engine.findContainers({ name: sandboxLabel, value: port }, signal)).toHaveLength(1)
  expect(await thrownBy(registry.checkLogin({ ...auth, password: 'another' }, signal))).toMatchObject({
    code: 'registry-login-refused',
  })

  const reference = `${uhubHost}/demo/tiny:v1`
  await importTinyImage(engine, reference, signal)
  const push = engine.pushImage({ reference, auth, signal })
  let step = await push.next()
  while (step.done !== true) step = await push.next()
  expect(await registry.findDigest({ reference, auth, signal })).toBe(step.value.digest)

  await engine.removeImage(reference, signal)
  await sandbox.close()
  expect(await engine.findContainers({ name: sandboxLabel, value: port }, signal)).toEqual([])
})
