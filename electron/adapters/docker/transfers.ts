import type { Engine } from '../../core/ports/engine.ts'
import type { RegistryAuth } from '../../core/ports/registry.ts'
import type { DockerLogins } from '../registry/docker-logins.ts'
import type { EngineConnection } from './connection.ts'
import { followMessages, numberOf, streamCut, textOf } from './engine-stream.ts'
import { pullError, pushError } from './errors.ts'
import { createLayerProgress } from './layer-progress.ts'
import { encodeReference, registryHostOf, splitReference } from './reference.ts'

/** Images between the engine and registries. */
export function createTransfers(
  connection: EngineConnection,
  logins: DockerLogins,
): Pick<Engine, 'pullImage' | 'pushImage'> {
  return {
    async *pullImage({ reference, auth, signal }) {
      const { name, tag } = splitReference(reference)
      const ownAuth = authFor(reference, auth) ?? (await logins.find(registryHostOf(reference)))
      const progressOf = createLayerProgress()
      const messages = followMessages(connection, {
        operation: 'pull',
        method: 'POST',
        path: '/images/create',
        query: { fromImage: name, tag },
        auth: ownAuth,
        explain: pullError(reference, ownAuth?.username ?? null),
        signal,
      })
      let complete = false
      for await (const message of messages) {
        // The engine's last words of a pull, once every layer is in its place.
        complete ||= /^(?:Status|Digest): /.test(message.status ?? '')
        const progress = progressOf(message)
        if (progress) yield progress
      }
      if (!complete) throw streamCut('pull')
    },

    async *pushImage({ reference, auth, signal }) {
      const { name, tag } = splitReference(reference)
      const progressOf = createLayerProgress()
      const messages = followMessages(connection, {
        operation: 'push',
        method: 'POST',
        path: `/images/${encodeReference(name)}/push`,
        query: { tag },
        // The engine insists on the header, even without a password in it.
        auth: authFor(reference, auth) ?? { host: auth.host, username: '', password: '' },
        explain: pushError(reference, auth.username),
        signal,
      })
      let pushed: { digest: string; sizeBytes: number } | null = null
      for await (const message of messages) {
        const digest = textOf(message.aux['Digest'])
        if (digest !== null) pushed = { digest, sizeBytes: numberOf(message.aux['Size']) ?? 0 }
        const progress = progressOf(message)
        if (progress) yield progress
      }
      if (!pushed) throw streamCut('push')
      return pushed
    },
  }
}

/** Credentials go to their own registry alone, whatever the reference names. */
function authFor(reference: string, auth: RegistryAuth | null): RegistryAuth | null {
  return auth !== null && registryHostOf(reference) === auth.host ? auth : null
}
