import { createHash } from 'node:crypto'
import { AppError, cancelled } from '../../shared/errors.ts'
import type { EngineHealth } from '../../shared/model/health.ts'
import type { Engine, EngineDescription, EngineProgress, LocalImage } from '../../electron/core/ports/engine.ts'
import type { RegistryAuth } from '../../electron/core/ports/registry.ts'

export type FakeOperation =
  | 'health'
  | 'checkAuth'
  | 'inspectImage'
  | 'pullImage'
  | 'buildImage'
  | 'loadImage'
  | 'pushImage'
  | 'tagImage'
  | 'removeImage'

export interface FakeCall {
  readonly operation: FakeOperation
  /** The image, or the host of a login. */
  readonly subject: string
}

/** What happens instead of, or before, an operation's success. */
export type FakeBehaviour = (call: FakeCall, signal: AbortSignal) => Promise<void>

/** An engine of images only, for the rules around it; nothing in it runs. */
export class FakeEngine implements Engine {
  readonly calls: FakeCall[] = []
  readonly images: LocalImage[] = []
  readonly contexts = new Map<string, Buffer>()
  /** What was loaded, by tag. */
  readonly layers = new Map<string, Buffer>()
  readonly auths: (RegistryAuth | null)[] = []
  /** How many operations of a kind were ever under way at once. */
  readonly mostAtOnce = new Map<FakeOperation, number>()
  behave: FakeBehaviour = () => Promise.resolve()
  pushExisted = false
  /** Whether a layer can be loaded without a build. */
  takesLayers = true
  readonly #underWay = new Map<FakeOperation, number>()

  addImage(reference: string, image: Partial<LocalImage> = {}): LocalImage {
    const added: LocalImage = {
      id: `sha256:${createHash('sha256').update(reference).digest('hex')}`,
      sizeBytes: 1000,
      repoDigests: [],
      labels: {},
      layers: ['sha256:base'],
      ...image,
      repoTags: [reference],
    }
    this.images.push(added)
    return added
  }

  find(reference: string): LocalImage | null {
    return this.images.find(({ id, repoTags }) => id === reference || repoTags.includes(reference)) ?? null
  }

  forget(reference: string): void {
    const image = this.find(reference)
    if (image !== null) this.images.splice(this.images.indexOf(image), 1)
  }

  operations(operation: FakeOperation): string[] {
    return this.calls.filter((call) => call.operation === operation).map(({ subject }) => subject)
  }

  recentHealth(signal: AbortSignal): Promise<EngineHealth> {
    return this.health(signal)
  }

  async health(signal: AbortSignal): Promise<EngineHealth> {
    await this.#during('health', '', signal)
    return {
      state: 'ok',
      version: '20.10',
      apiVersion: '1.41',
      storageDriver: 'overlay2',
      runtimes: ['runc'],
      cdiFolders: [],
      cdiDevices: [],
    }
  }

  describe(): Promise<EngineDescription> {
    const proxies = { http: '', https: '', none: '' }
    return Promise.resolve({ rootFolder: '/var/lib/docker', operatingSystem: 'Debian', proxies })
  }

  async checkAuth(auth: RegistryAuth, signal: AbortSignal): Promise<void> {
    this.auths.push(auth)
    await this.#during('checkAuth', auth.host, signal)
  }

  async inspectImage(reference: string, signal: AbortSignal): Promise<LocalImage | null> {
    await this.#during('inspectImage', reference, signal)
    return this.find(reference)
  }

  findImages({ name, value }: { name: string; value?: string }): Promise<string[]> {
    const found = this.images.filter(({ labels }) => name in labels && (value === undefined || labels[name] === value))
    return Promise.resolve(found.map(({ id }) => id))
  }

  async *pullImage(options: Parameters<Engine['pullImage']>[0]): AsyncGenerator<EngineProgress, void> {
    this.auths.push(options.auth)
    yield layer('downloading', 50)
    await this.#during('pullImage', options.reference, options.signal)
    yield layer('done', 100)
    this.addImage(options.reference)
  }

  async *buildImage(options: Parameters<Engine['buildImage']>[0]): AsyncGenerator<EngineProgress, string> {
    const pieces: Uint8Array[] = []
    for await (const piece of options.context) pieces.push(piece)
    const context = Buffer.concat(pieces)
    this.contexts.set(options.tag, context)
    yield { type: 'line', text: `Step 1/2 of ${options.tag}\n` }
    await this.#during('buildImage', options.tag, options.signal)
    const id = `sha256:${createHash('sha256').update(context).digest('hex')}`
    this.#untag(options.tag)
    const existing = this.find(id)
    if (existing === null) {
      this.addImage(options.tag, { id, labels: labelsIn(context), layers: ['sha256:base', 'sha256:code'] })
    } else this.#replace(existing, [...existing.repoTags, options.tag])
    return id
  }

  async *loadImage(options: Parameters<Engine['loadImage']>[0]): AsyncGenerator<EngineProgress, LocalImage | null> {
    const { tag, config, diffIds, read, signal } = options
    const pieces: Uint8Array[] = []
    for await (const piece of read()) pieces.push(piece)
    this.layers.set(tag, Buffer.concat(pieces))
    yield layer('uploading', 50)
    await this.#during('loadImage', tag, signal)
    if (!this.takesLayers) return null
    const id = config.digest
    this.#untag(tag)
    const existing = this.find(id)
    if (existing === null) this.addImage(tag, { id, labels: labelsOf(config.bytes), layers: diffIds })
    else this.#replace(existing, [...existing.repoTags, tag])
    return this.find(id)
  }

  async *pushImage(options: Parameters<Engine['pushImage']>[0]): ReturnType<Engine['pushImage']> {
    this.auths.push(options.auth)
    yield { ...layer('uploading', 10), existed: this.pushExisted }
    await this.#during('pushImage', options.reference, options.signal)
    return { digest: `sha256:${'d'.repeat(64)}`, sizeBytes: 500 }
  }

  async tagImage(reference: string, newReference: string, signal: AbortSignal): Promise<void> {
    await this.#during('tagImage', newReference, signal)
    if (this.find(reference) === null) throw new AppError('image-missing', { image: reference })
    this.#untag(newReference)
    const image = this.find(reference)
    if (image !== null) this.#replace(image, [...image.repoTags, newReference])
  }

  async removeImage(reference: string, signal: AbortSignal): Promise<void> {
    await this.#during('removeImage', reference, signal)
    const image = this.find(reference)
    if (image === null) throw new AppError('image-missing', { image: reference })
    const left = image.repoTags.filter((tag) => tag !== reference)
    if (left.length > 0 && image.id !== reference) this.#replace(image, left)
    else this.images.splice(this.images.indexOf(image), 1)
  }

  importImage(): Promise<string> {
    return notInThisFake()
  }
  createContainer(): Promise<string> {
    return notInThisFake()
  }
  startContainer(): Promise<void> {
    return notInThisFake()
  }
  followOutput(): AsyncGenerator<never, void> {
    throw new Error('the fake engine runs no containers')
  }
  waitContainer(): Promise<{ exitCode: number; outOfMemory: boolean }> {
    return notInThisFake()
  }
  stopContainer(): Promise<void> {
    return notInThisFake()
  }
  signalContainer(): Promise<void> {
    return notInThisFake()
  }
  followUsage(): AsyncGenerator<never, void> {
    throw new Error('the fake engine runs no containers')
  }
  removeContainer(): Promise<void> {
    return notInThisFake()
  }
  findContainers(): Promise<string[]> {
    return notInThisFake()
  }
  valuesOfLabel(): Promise<string[]> {
    return Promise.resolve([])
  }
  execute(): AsyncGenerator<never, number> {
    throw new Error('the fake engine runs no containers')
  }
  openTerminal(): Promise<never> {
    return notInThisFake()
  }
  listChanges(): Promise<never> {
    return notInThisFake()
  }
  commitContainer(): Promise<string> {
    return notInThisFake()
  }
  readArchive(): AsyncGenerator<never, void> {
    throw new Error('the fake engine runs no containers')
  }
  writeArchive(): Promise<void> {
    return notInThisFake()
  }

  async #during(operation: FakeOperation, subject: string, signal: AbortSignal): Promise<void> {
    const call = { operation, subject }
    this.calls.push(call)
    if (signal.aborted) throw cancelled()
    const now = (this.#underWay.get(operation) ?? 0) + 1
    this.#underWay.set(operation, now)
    this.mostAtOnce.set(operation, Math.max(now, this.mostAtOnce.get(operation) ?? 0))
    try {
      await this.behave(call, signal)
      signal.throwIfAborted()
    } catch (error) {
      throw isAborted(signal) ? cancelled() : error
    } finally {
      this.#underWay.set(operation, (this.#underWay.get(operation) ?? 1) - 1)
    }
  }

  #untag(reference: string): void {
    const image = this.find(reference)
    if (image !== null)
      this.#replace(
        image,
        image.repoTags.filter((tag) => tag !== reference),
      )
  }

  #replace(image: LocalImage, repoTags: readonly string[]): void {
    this.images[this.images.indexOf(image)] = { ...image, repoTags }
  }
}

function isAborted(signal: AbortSignal): boolean {
  return signal.aborted
}

/** Waits until the signal is aborted, then fails as an engine does. */
export function untilCancelled(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(cancelled())
    signal.addEventListener('abort', () => reject(cancelled()), { once: true })
  })
}

/** Those of the Dockerfile's `LABEL` line. */
function labelsIn(context: Buffer): Record<string, string> {
  const line = /^LABEL (.*)$/m.exec(context.toString('utf8', 0, 4096))?.[1] ?? ''
  return Object.fromEntries([...line.matchAll(/(\S+)="([^"]*)"/g)].map(([, name = '', value = '']) => [name, value]))
}

function labelsOf(config: Uint8Array): Record<string, string> {
  const content = JSON.parse(Buffer.from(config).toString('utf8')) as { config: { Labels: Record<string, string> } }
  return content.config.Labels
}

function layer(phase: 'downloading' | 'uploading' | 'done', currentBytes: number): EngineProgress & { type: 'layer' } {
  return { type: 'layer', id: 'aaaa', phase, currentBytes, totalBytes: 100, existed: false }
}

function notInThisFake(): Promise<never> {
  return Promise.reject(new Error('the fake engine runs no containers'))
}
