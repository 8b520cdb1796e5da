import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { request } from 'node:http'
import { gzipSync } from 'node:zlib'
import { makeTarHeader } from '../../support/tar.ts'
import type { ProgramTask } from './program-way.ts'
import { serve } from './serve.ts'

// The least that makes the images: tar, gzip, upload and load, one after the other, and nothing that a product needs.
interface Manifest {
  readonly mediaType: string
  readonly config: { readonly digest: string; readonly mediaType: string }
  readonly layers: readonly { readonly digest: string; readonly mediaType: string }[]
}

interface Config {
  readonly rootfs: { readonly diff_ids: readonly string[] }
}

const manifestType = 'application/vnd.docker.distribution.manifest.v2+json'

serve(async (task) => {
  const { auth, cpuBase, gpuBase, cpuImage, gpuImage, code } = task
  const tar = await tarOf(code.codePath)
  const layer = gzipSync(tar)
  const images = await Promise.all([cpuBase, gpuBase].map((base) => readBase(task, base)))
  const configs = images.map(({ config }) => {
    const diffIds = [...config.rootfs.diff_ids, digestOf(tar)]
    return { diffIds, bytes: Buffer.from(JSON.stringify({ ...config, rootfs: { type: 'layers', diff_ids: diffIds } })) }
  })
  const [cpu, gpu] = configs
  const manifest = images[1]?.manifest
  if (cpu === undefined || gpu === undefined || manifest === undefined) throw new Error('no bases')

  const [repository, tag] = splitName(gpuImage, auth.host)
  const [from] = splitName(gpuBase, auth.host)
  for (const { digest } of manifest.layers) {
    await ask(task, 'POST', `${repository}/blobs/uploads/?mount=${digest}&from=${from}`)
  }
  for (const blob of [layer, gpu.bytes]) {
    const { headers } = await ask(task, 'POST', `${repository}/blobs/uploads/`)
    await ask(task, 'PUT', `${headers.get('location') ?? ''}&digest=${digestOf(blob)}`, { body: blob })
  }
  const layerEntry = { mediaType: manifest.layers[0]?.mediaType, size: layer.length, digest: digestOf(layer) }
  const config = { ...manifest.config, size: gpu.bytes.length, digest: digestOf(gpu.bytes) }
  const body = JSON.stringify({ ...manifest, config, layers: [...manifest.layers, layerEntry] })
  await ask(task, 'PUT', `${repository}/manifests/${tag}`, { body, type: manifestType })
  await load(cpuImage, cpu, tar)
  await load(gpuImage, gpu, tar)
  return layer.length + gpu.bytes.length
})

async function tarOf(codePath: string): Promise<Buffer> {
  const words = ['--sort=name', '--owner=0', '--group=0', '--transform=s,^\\.,data,', '-C', codePath, '-c', '.']
  const tar = spawn('tar', words, { stdio: ['ignore', 'pipe', 'inherit'] })
  const pieces: Buffer[] = []
  for await (const piece of tar.stdout as AsyncIterable<Buffer>) pieces.push(piece)
  return Buffer.concat(pieces)
}

async function readBase(task: ProgramTask, base: string): Promise<{ manifest: Manifest; config: Config }> {
  const [repository, tag] = splitName(base, task.auth.host)
  const manifest = (await (await ask(task, 'GET', `${repository}/manifests/${tag}`)).json()) as Manifest
  const config = (await (await ask(task, 'GET', `${repository}/blobs/${manifest.config.digest}`)).json()) as Config
  return { manifest, config }
}

async function ask(
  { auth: { host, username, password } }: ProgramTask,
  method: string,
  path: string,
  { body, type = 'application/octet-stream' }: { body?: BodyInit; type?: string } = {},
): Promise<Response> {
  const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`
  const url = path.startsWith('http') ? path : `http://${host}/v2/${path}`
  const headers = { authorization, accept: manifestType, 'content-type': type }
  const answer = await fetch(url, { method, headers, ...(body === undefined ? {} : { body }) })
  if (!answer.ok) throw new Error(`${method} ${url}: ${answer.status} ${await answer.text()}`)
  return answer
}

/** As `docker load` takes it, with the new layer alone. */
async function load(
  name: string,
  { diffIds, bytes }: { readonly diffIds: readonly string[]; readonly bytes: Buffer },
  tar: Buffer,
): Promise<void> {
  const layers = diffIds.map((_diffId, index) => (index === diffIds.length - 1 ? 'layer.tar' : `${index}.tar`))
  const manifest = Buffer.from(JSON.stringify([{ Config: 'config.json', RepoTags: [name], Layers: layers }]))
  const archive = [
    ...fileOf('manifest.json', manifest),
    ...fileOf('config.json', bytes),
    ...fileOf('layer.tar', tar),
    Buffer.alloc(1024),
  ]
  await new Promise<void>((resolve, reject) => {
    const call = request({ socketPath: '/var/run/docker.sock', method: 'POST', path: '/images/load' }, (answer) => {
      let words = ''
      answer.setEncoding('utf8')
      answer.on('data', (text: string) => (words += text))
      answer.on('end', () => (words.includes('Loaded image') ? resolve() : reject(new Error(words))))
    })
    call.on('error', reject)
    for (const piece of archive) call.write(piece)
    call.end()
  })
}

function fileOf(name: string, content: Buffer): Buffer[] {
  return [makeTarHeader(name, 0o644, content.length), content, Buffer.alloc((512 - (content.length % 512)) % 512)]
}

function splitName(reference: string, host: string): [repository: string, tag: string] {
  const [repository = '', tag = ''] = reference.slice(host.length + 1).split(':')
  return [repository, tag]
}

function digestOf(bytes: Buffer): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`
}
