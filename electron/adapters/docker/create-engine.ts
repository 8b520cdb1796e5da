import type { Engine } from '../../core/ports/engine.ts'
import { createDockerLogins } from '../registry/docker-logins.ts'
import { createBuilds } from './builds.ts'
import { createCleanUp } from './clean-up.ts'
import { createConnection } from './connection.ts'
import { createContainerSignals } from './container-signals.ts'
import { createContainerWork } from './container-work.ts'
import { createContainers } from './containers.ts'
import { findEngineAddress, systemAddressSource } from './engine-address.ts'
import { createEngineInfo } from './engine-info.ts'
import { createHealth } from './health.ts'
import { createImages } from './images.ts'
import { createLoads } from './loads.ts'
import { createModem } from './modem.ts'
import { createContainerOutput } from './output.ts'
import { createContainerUsage } from './usage.ts'
import { createTransfers } from './transfers.ts'

export interface EngineOptions {
  /** As in DOCKER_HOST; without it the engine is looked for where the docker command line would find it. */
  readonly host?: string
}

export interface DockerEngine extends Engine {
  /** Ends once nothing is left of cancelled operations; a process that is about to end waits for it a while. */
  settle(): Promise<void>
}

export function createDockerEngine({ host }: EngineOptions = {}): DockerEngine {
  const source = systemAddressSource()
  const environment = host === undefined ? source.environment : { ...source.environment, DOCKER_HOST: host }
  const findAddress = (): Promise<string> => findEngineAddress({ ...source, environment })
  const connection = createConnection({ findAddress, createModem: (address) => createModem(address, environment) })
  const cleanUp = createCleanUp()
  const engineInfo = createEngineInfo(connection)
  const output = createContainerOutput(connection)
  return {
    ...createHealth(connection, engineInfo, findAddress),
    ...createImages(connection),
    ...createTransfers(connection, createDockerLogins(environment)),
    ...createBuilds(connection, cleanUp),
    ...createLoads(connection, engineInfo, cleanUp),
    ...createContainers(connection, output, cleanUp),
    ...createContainerSignals(connection),
    ...createContainerUsage(connection),
    ...createContainerWork(connection, cleanUp),
    followOutput: (id, signal) => output.followOutput(id, signal),
    settle: () => cleanUp.settle(),
  }
}
