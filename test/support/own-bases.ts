import { randomBytes } from 'node:crypto'
import { createDockerEngine } from '../../electron/adapters/docker/create-engine.ts'
import type { RegistryAuth } from '../../electron/core/ports/registry.ts'
import { collect } from './collect.ts'
import { inspectImage, removeImage } from './engine-images.ts'
import { findContainersWith, findDanglingOn } from './raw-engine.ts'
import { makeTar } from './tar.ts'
import { programFiles } from './tiny-image.ts'

/** Base images of a test's own, unlike any other, in the engine. */
export interface OwnBases {
  /** Its files are quick to handle. */
  readonly small: string
  /** Builds on it wait for ever, in a container. */
  readonly endless: string
  /** Only in the registry; its one layer has megabytes that cannot be compressed. */
  readonly remote: string
  /** What is still there of builds on them: containers, and images without a name. */
  leftovers(): Promise<string[]>
  /** Waits until a build on the endless base is at its wait. */
  isWaiting(): Promise<boolean>
  remove(): Promise<void>
}

const remoteLayerBytes = 8_000_000

/** They are named as images of the registry, whose user may push to it. */
export async function makeOwnBases(auth: RegistryAuth): Promise<OwnBases> {
  const engine = createDockerEngine()
  const { signal } = new AbortController()
  const id = randomBytes(4).toString('hex')
  const nameOf = (kind: string): string => `${auth.host}/demo/e2e-base-${kind}-${id}:v1`
  const [small, endless, remote] = [nameOf('small'), nameOf('endless'), nameOf('remote')]
  const wait = `sleep ${600_000 + Number.parseInt(id.slice(0, 4), 16)}`

  const programs = await programFiles(['sh', 'sleep'])
  await engine.importImage({ rootFileSystem: makeTar({ ...programs, 'etc/identity': id }), tag: small, signal })
  const dockerfile = `FROM ${small}\nONBUILD RUN ${wait}\n`
  const context = makeTar({ Dockerfile: dockerfile })
  await collect(engine.buildImage({ context, tag: endless, labels: {}, signal }))
  const weights = { 'weights.bin': { content: randomBytes(remoteLayerBytes) } }
  for (const [tag, files] of [
    [small, null],
    [remote, weights],
  ] as const) {
    if (files !== null) await engine.importImage({ rootFileSystem: makeTar(files), tag, signal })
    await collect(engine.pushImage({ reference: tag, auth, signal }))
  }
  await removeImage(remote)
  const smallId = (await inspectImage(small))?.id ?? ''
  const endlessId = (await inspectImage(endless))?.id ?? ''

  return {
    small,
    endless,
    remote,
    leftovers: async () => [
      ...(await findContainersWith(wait)),
      ...(await findDanglingOn(smallId)),
      ...(await findDanglingOn(endlessId)),
    ],
    isWaiting: async () => (await findContainersWith(wait)).length > 0,
    remove: async () => {
      for (const base of [smallId, endlessId]) {
        for (const image of await findDanglingOn(base)) await removeImage(image)
      }
      for (const image of [remote, endless, small]) await removeImage(image)
      await engine.settle()
    },
  }
}
