import { readFileSync } from 'node:fs'
import { createNodeFiles } from '../../electron/adapters/files/node-files.ts'
import { createRegistry } from '../../electron/adapters/registry/create-registry.ts'
import type { RegistryAuth } from '../../electron/core/ports/registry.ts'
import { opaqueImage } from './publish-bench.ts'

export interface PublisherSettings {
  readonly reference: string
  readonly auth: RegistryAuth
  readonly uploadsFolder: string
  readonly layerPath: string
}

/** A program that publishes an image of one layer, to be killed while it does; its settings come as a file. */
async function publish(settingsPath: string): Promise<void> {
  const settings = JSON.parse(readFileSync(settingsPath, 'utf8')) as PublisherSettings
  const { reference, auth, uploadsFolder, layerPath } = settings
  const registry = createRegistry({ uploads: { folder: uploadsFolder, files: createNodeFiles() } })
  const image = opaqueImage(readFileSync(layerPath))
  const { signal } = new AbortController()
  const publishing = registry.publishImage({ reference, auth, ...image, signal })
  while (!(await publishing.next()).done);
}

void publish(process.argv[2] ?? '')
