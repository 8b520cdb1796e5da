import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { request } from 'node:http'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { askEngine } from './raw-engine.ts'

interface InspectedImage {
  readonly Id: string
  readonly RootFS: { readonly Layers: readonly string[] }
}

/** An image as the engine has it; null when there is none of this name. */
export async function inspectImage(reference: string): Promise<{ id: string; layers: readonly string[] } | null> {
  const image = (await askEngine('GET', `/images/${reference}/json`)) as InspectedImage | { message: string }
  return 'Id' in image ? { id: image.Id, layers: image.RootFS.Layers } : null
}

export async function removeImage(reference: string): Promise<void> {
  await askEngine('DELETE', `/images/${reference}?force=1`)
}

/** Removes all images that a pack has made for an image name, whatever their hosts and tags. */
export async function removePackedImages(imageName: string): Promise<void> {
  const filters = encodeURIComponent(JSON.stringify({ label: [`cn.ucloud.uai-train-packer.project=${imageName}`] }))
  const images = (await askEngine('GET', `/images/json?filters=${filters}`)) as { Id: string }[]
  for (const { Id } of images) await removeImage(Id)
}

/** Removes all images, with names or without, that stand on one of these layers. They are to be a test's own. */
export async function removeImagesOn(layers: readonly string[]): Promise<void> {
  const listed = (await askEngine('GET', '/images/json')) as { Id: string }[]
  const inspected = await Promise.all(listed.map(({ Id }) => inspectImage(Id)))
  const own = inspected.filter((image) => image?.layers.some((layer) => layers.includes(layer)) ?? false)
  // One that others stand on stays until they are gone.
  const highestFirst = own.toSorted((one, other) => (other?.layers.length ?? 0) - (one?.layers.length ?? 0))
  for (const image of highestFirst) if (image !== null) await removeImage(image.id)
}

/** Whatever is under `/data` in a container of the image, by path; unpacked by the system's own tar. */
export async function readDataFolder(image: string): Promise<Map<string, Buffer>> {
  const { Id: id } = (await askEngine('POST', '/containers/create', { Image: image, Cmd: ['true'] })) as { Id: string }
  const folder = await mkdtemp(join(tmpdir(), 'uai-data-'))
  try {
    await unpackArchive(`/containers/${id}/archive?path=/data`, folder)
    return await readFiles(join(folder, 'data'))
  } finally {
    await askEngine('DELETE', `/containers/${id}?force=1`)
    await rm(folder, { recursive: true, force: true })
  }
}

/** Every file under a folder by its path within; links and the like count too. */
export async function readFiles(folder: string): Promise<Map<string, Buffer>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = new Map<string, Buffer>()
  for (const entry of entries.filter((one) => !one.isDirectory())) {
    const path = join(entry.parentPath, entry.name)
    files.set(relative(folder, path), await readFile(path))
  }
  return files
}

async function unpackArchive(path: string, folder: string): Promise<void> {
  const tar = spawn('tar', ['-x', '-C', folder], { stdio: ['pipe', 'ignore', 'inherit'] })
  const call = request({ socketPath: '/var/run/docker.sock', path }, (answer) => answer.pipe(tar.stdin))
  call.end()
  const [code] = (await once(tar, 'exit')) as [number | null]
  if (code !== 0) throw new Error(`tar ended with ${code}`)
}
