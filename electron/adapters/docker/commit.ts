import { cancelled, isCancelled } from '../../../shared/errors.ts'
import type { ContainerWork } from '../../core/ports/container-work.ts'
import type { CleanUp } from './clean-up.ts'
import type { EngineConnection } from './connection.ts'
import { isObject, textOf } from './engine-stream.ts'
import { encodeReference } from './reference.ts'
import { whenAborted } from './when-aborted.ts'

/**
 * The engine would keep how the container was started. The image gets the configuration of the one that the container
 * was made of instead, in full: what is left out there is filled in from the container.
 */
export function createCommit(connection: EngineConnection, cleanUp: CleanUp): ContainerWork['commitContainer'] {
  const inspect = async (path: string, signal: AbortSignal): Promise<Readonly<Record<string, unknown>>> => {
    const answer = await connection.call({ operation: 'commit', method: 'GET', path: `${path}/json`, signal })
    return isObject(answer) ? answer : {}
  }

  const commit = async (id: string, config: Readonly<Record<string, unknown>>): Promise<string> => {
    const answer = await connection.call({
      operation: 'commit',
      method: 'POST',
      path: '/commit',
      query: { container: id },
      body: config,
      // Never aborted: the engine would make the image all the same, and nobody would know its id.
      signal: new AbortController().signal,
    })
    return (isObject(answer) ? textOf(answer['Id']) : null) ?? ''
  }

  const remove = async (imageId: string): Promise<void> => {
    await connection.call({
      operation: 'remove-image',
      method: 'DELETE',
      path: `/images/${encodeReference(imageId)}`,
      query: { force: '0', noprune: '0' },
      accept: [404, 409],
      signal: new AbortController().signal,
    })
  }

  return async (id, labels, signal) => {
    const container = await inspect(`/containers/${encodeURIComponent(id)}`, signal)
    const image = await inspect(`/images/${encodeReference(textOf(container['Image']) ?? '')}`, signal)
    if (signal.aborted) throw cancelled()
    const committing = commit(id, configOf(image, labels))
    const aborted = whenAborted(signal)
    try {
      return await Promise.race([committing, aborted.promise])
    } catch (error) {
      if (isCancelled(error)) await cleanUp.run(async () => remove(await committing))
      throw error
    } finally {
      aborted.dispose()
    }
  }
}

function configOf(
  image: Readonly<Record<string, unknown>>,
  labels: Readonly<Record<string, string>>,
): Readonly<Record<string, unknown>> {
  const config = isObject(image['Config']) ? image['Config'] : {}
  const known = isObject(config['Labels']) ? config['Labels'] : {}
  // An empty list stands for none; a missing one would be the container's.
  return { ...config, Entrypoint: config['Entrypoint'] ?? [], Labels: { ...known, ...labels } }
}
