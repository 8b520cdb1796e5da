import { AppError, cancelled, isCancelled } from '../../../shared/errors.ts'
import type { ContainerSpec, Engine } from '../../core/ports/engine.ts'
import type { CleanUp } from './clean-up.ts'
import type { EngineConnection } from './connection.ts'
import { isObject, numberOf, streamCut, textOf } from './engine-stream.ts'
import { containerError } from './errors.ts'
import type { ContainerOutput } from './output.ts'
import { whenAborted } from './when-aborted.ts'

type Containers = Pick<
  Engine,
  | 'createContainer'
  | 'startContainer'
  | 'waitContainer'
  | 'stopContainer'
  | 'removeContainer'
  | 'findContainers'
  | 'valuesOfLabel'
>

/** 304: in that state already, 404: gone, 409: about to be. */
const settledStatuses = [304, 404, 409]

export function createContainers(connection: EngineConnection, output: ContainerOutput, cleanUp: CleanUp): Containers {
  const inspect = async (id: string, signal: AbortSignal): Promise<Readonly<Record<string, unknown>>> => {
    const answer = await connection.call({
      operation: 'inspect-container',
      method: 'GET',
      path: containerPath(id, 'json'),
      signal,
    })
    return isObject(answer) ? answer : {}
  }

  const create = async (spec: ContainerSpec): Promise<string> => {
    const answer = await connection.call({
      operation: 'create-container',
      method: 'POST',
      path: '/containers/create',
      body: containerBody(spec),
      explain: containerError(spec.image),
      // Never aborted: the engine would make the container all the same, and nobody would know its id.
      signal: new AbortController().signal,
    })
    return (isObject(answer) ? textOf(answer['Id']) : null) ?? ''
  }

  const remove = async (id: string): Promise<void> => {
    await connection.call({
      operation: 'remove-container',
      method: 'DELETE',
      path: `/containers/${encodeURIComponent(id)}`,
      query: { force: '1', v: '1' },
      accept: settledStatuses,
      signal: new AbortController().signal,
    })
  }

  const kill = async (id: string, name: 'SIGTERM' | 'SIGKILL'): Promise<void> => {
    await connection.call({
      operation: 'stop-container',
      method: 'POST',
      path: containerPath(id, 'kill'),
      query: { signal: name },
      accept: settledStatuses,
      signal: new AbortController().signal,
    })
  }

  const waitForEnd = (id: string, signal: AbortSignal): Promise<unknown> =>
    connection.call({
      operation: 'wait-container',
      method: 'POST',
      path: containerPath(id, 'wait'),
      mayBeSilent: true,
      accept: [404],
      signal,
    })

  const list = async (label: string, signal: AbortSignal): Promise<Readonly<Record<string, unknown>>[]> => {
    const answer = await connection.call({
      operation: 'list-containers',
      method: 'GET',
      path: '/containers/json',
      query: { all: '1', filters: JSON.stringify({ label: [label] }) },
      signal,
    })
    return Array.isArray(answer) ? answer.filter(isObject) : []
  }

  return {
    async createContainer(spec, signal) {
      if (signal.aborted) throw cancelled()
      const creation = create(spec)
      const aborted = whenAborted(signal)
      try {
        return await Promise.race([creation, aborted.promise])
      } catch (error) {
        if (isCancelled(error)) await cleanUp.run(async () => remove(await creation))
        throw error
      } finally {
        aborted.dispose()
      }
    },

    async startContainer(id, signal) {
      const [container] = await Promise.all([inspect(id, signal), output.whenListening(id)])
      await connection.call({
        operation: 'start-container',
        method: 'POST',
        path: containerPath(id, 'start'),
        accept: [304],
        explain: containerError(imageOf(container) ?? id),
        signal,
      })
    },

    async waitContainer(id, signal) {
      const ended = await waitForEnd(id, signal)
      if (ended === null) throw streamCut('wait-container')
      const container = await inspect(id, signal)
      const state = container['State']
      if (!isObject(state) || state['Status'] === 'created') {
        const words = isObject(state) ? textOf(state['Error']) : null
        throw new AppError('container-start-failed', {
          image: imageOf(container) ?? id,
          words: words ?? 'never started',
        })
      }
      return { exitCode: numberOf(state['ExitCode']) ?? -1, outOfMemory: state['OOMKilled'] === true }
    },

    async stopContainer(id, graceMs) {
      await kill(id, 'SIGTERM')
      const grace = AbortSignal.timeout(graceMs)
      try {
        await waitForEnd(id, grace)
      } catch (error) {
        if (!grace.aborted) throw error
        await kill(id, 'SIGKILL')
        await waitForEnd(id, new AbortController().signal)
      }
    },

    removeContainer: remove,

    async findContainers({ name, value }, signal) {
      const containers = await list(`${name}=${value}`, signal)
      return containers.map((container) => textOf(container['Id']) ?? '')
    },

    async valuesOfLabel(name, signal) {
      const containers = await list(name, signal)
      const values = containers.map(({ Labels: labels }) => (isObject(labels) ? textOf(labels[name]) : null))
      return [...new Set(values.filter((value) => value !== null))]
    },
  }
}

function imageOf(container: Readonly<Record<string, unknown>>): string | null {
  const config = container['Config']
  return isObject(config) ? textOf(config['Image']) : null
}

function containerPath(id: string, action: string): string {
  return `/containers/${encodeURIComponent(id)}/${action}`
}

/** The engine's own limits are taken for what is left out here; a size of its own is the only way to have none. */
const wholeLog = { Type: 'json-file', Config: { 'max-size': '100t' } }

/** What the engine is told of a container to make. */
export function containerBody(spec: ContainerSpec): Record<string, unknown> {
  const ports = spec.publishedPorts ?? []
  const nameOf = (port: number): string => `${port}/tcp`
  return {
    Image: spec.image,
    Cmd: spec.command,
    ...(spec.entrypoint !== undefined && { Entrypoint: spec.entrypoint }),
    Env: Object.entries(spec.environment).map(([name, value]) => `${name}=${value}`),
    Labels: spec.labels,
    ...(spec.user !== undefined && { User: spec.user }),
    ExposedPorts: Object.fromEntries(ports.map((port) => [nameOf(port.containerPort), {}])),
    HostConfig: {
      // Unlike Binds, Mounts are refused when the source is missing.
      Mounts: spec.mounts.map(({ source, target, readOnly = false }) => {
        return { Type: 'bind', Source: source, Target: target, ReadOnly: readOnly }
      }),
      PortBindings: Object.fromEntries(
        ports.map((port) => [
          nameOf(port.containerPort),
          [{ HostIp: port.hostAddress, HostPort: String(port.hostPort) }],
        ]),
      ),
      ...(spec.runtime !== null && { Runtime: spec.runtime }),
      ...(spec.gpus !== undefined && { DeviceRequests: [deviceRequest(spec.gpus)] }),
      ...(spec.sharedMemoryBytes !== undefined && { ShmSize: spec.sharedMemoryBytes }),
      ...(spec.memoryBytes !== undefined && { Memory: spec.memoryBytes }),
      ...(spec.cpus !== undefined && { NanoCpus: Math.round(spec.cpus * 1e9) }),
      ...(spec.keepsOutput === true && { LogConfig: wholeLog }),
      ...(spec.network !== 'default' && { NetworkMode: spec.network }),
    },
  }
}

/** What `docker run` makes of `--gpus`, and of a `--device` of CDI. */
function deviceRequest({ driver, count, ids }: NonNullable<ContainerSpec['gpus']>): Record<string, unknown> {
  if (driver === 'cdi') return { Driver: driver, DeviceIDs: ids }
  const which = count === null ? { DeviceIDs: ids } : { Count: count }
  return { Driver: driver, ...which, Capabilities: [['gpu']] }
}
