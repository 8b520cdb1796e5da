import { randomUUID } from 'node:crypto'
import { AccountId, JobId } from '../../../shared/model/ids.ts'
import { parseImageRef } from '../../../shared/model/image-ref.ts'
import { PackRequest } from '../../../shared/model/pack.ts'
import { noPackFilter, PackDetails, type RecordedImage, type RecordedPush } from '../../../shared/model/pack-record.ts'
import { packOf, projectLabel } from '../pack/labels.ts'
import type { Clock } from '../ports/clock.ts'
import type { Engine, LocalImage } from '../ports/engine.ts'
import type { CodeKeeper, KeptCode } from './code-keeper.ts'
import type { ForeignRecord, HistoryStore } from './history-store.ts'

export interface RebuildOptions {
  readonly engine: Engine
  readonly store: HistoryStore
  readonly keeper: CodeKeeper
  readonly clock: Clock
  readonly onChanged: (id: JobId) => void
  readonly signal: AbortSignal
}

type FoundImage = RecordedImage & { readonly pushes: readonly RecordedPush[] }

/** What was packed of one project's code: an image for each lane at most. */
interface FoundPack {
  readonly project: string
  readonly codeDigest: string
  readonly images: FoundImage[]
}

const pieceRows = 500

/**
 * Makes records of the packs whose images the engine has and nobody remembers any more, by the labels of the images;
 * their code is found again where it was kept. Tells how many.
 */
export async function rebuildRecords(options: RebuildOptions): Promise<number> {
  const { engine, store, keeper, clock, onChanged, signal } = options
  const known = rememberedImages(store)
  const packs = new Map<string, FoundPack>()
  for (const id of await engine.findImages({ name: projectLabel }, signal)) {
    const image = known.has(id) ? null : await engine.inspectImage(id, signal)
    const pack = image === null ? null : packOf(image)
    if (image === null || pack === null) continue
    const { project, codeDigest, lane } = pack
    const key = JSON.stringify([project, codeDigest])
    const found = packs.get(key) ?? { project, codeDigest, images: [] }
    if (found.images.every((one) => one.lane !== lane)) found.images.push(foundImage(image, lane, clock.now()))
    packs.set(key, found)
  }
  const kept = packs.size === 0 ? new Map<string, KeptCode>() : await keeper.findKept()
  for (const pack of packs.values()) {
    const record = recordOf(pack, { at: clock.now(), code: kept.get(pack.codeDigest) })
    store.insert(record)
    onChanged(record.job.id)
  }
  return packs.size
}

function rememberedImages(store: HistoryStore): ReadonlySet<string> {
  const ids = new Set<string>()
  for (let offset = 0; ; offset += pieceRows) {
    const { rows } = store.list(noPackFilter, { offset, limit: pieceRows })
    for (const { id } of rows) for (const image of store.find(id)?.details.images ?? []) ids.add(image.id)
    if (rows.length < pieceRows) return ids
  }
}

function foundImage({ id, sizeBytes, layers, repoTags, repoDigests }: LocalImage, lane: 'cpu' | 'gpu', at: number) {
  const name = repoTags[0] ?? id
  const pushes = repoDigests.flatMap((named): RecordedPush[] => {
    const [repository = '', digest = ''] = named.split('@')
    const tag = repoTags.find((one) => one.startsWith(`${repository}:`))
    return tag === undefined ? [] : [{ reference: tag, digest, at, accountName: '' }]
  })
  return { lane, name, id, sizeBytes, layers: [...layers], pushes: lane === 'gpu' ? pushes : [] }
}

/** What no label tells. */
const unknownSettings = {
  ...{ accountId: null, codePath: '', mainFile: '', internalUhub: false, acceleratorType: 'gpu', numGpus: null },
  base: { kind: 'own', cpuImage: '', gpuImage: '' },
  ...{ trainParams: '', testDataPath: '', testOutputPath: '' },
} as const

function sizesOf(code: KeptCode | undefined): { fileCount: number; sizeBytes: number } {
  const files = code?.files.filter(({ type }) => type !== 'folder') ?? []
  return { fileCount: files.length, sizeBytes: files.reduce((sum, file) => sum + file.sizeBytes, 0) }
}

function recordOf(
  { project: name, codeDigest, images }: FoundPack,
  { at, code }: { at: number; code: KeptCode | undefined },
): ForeignRecord {
  const gpu = images.find(({ lane }) => lane === 'gpu')
  const target = parseImageRef((gpu ?? images[0])?.name ?? '')
  const path = target?.repository ?? name
  const slash = path.lastIndexOf('/')
  const host = gpu === undefined ? '' : (target?.host ?? '')
  return {
    job: {
      id: JobId.parse(randomUUID()),
      kind: 'pack',
      projectId: null,
      state: 'succeeded',
      startedAt: at,
      endedAt: null,
      error: null,
      result: null,
      test: null,
    },
    events: [],
    request: PackRequest.parse({
      project: {
        ...unknownSettings,
        name,
        uhubRegistry: path.slice(0, Math.max(0, slash)).replace(/^library$/, ''),
        imageName: path.slice(slash + 1),
        imageTag: target?.tag ?? '',
      },
      accountId: AccountId.parse('unknown'),
      ...{ publicKey: '', projectId: '', region: '', zone: '', apiUrl: '', uhubUsername: '' },
      ...{ uhubHost: host, uhubInternalHost: host, push: true },
    }),
    stored: {
      projectName: name,
      accountName: '',
      origin: 'rebuilt',
      details: PackDetails.parse({ images, code: { digest: codeDigest, ...sizesOf(code) } }),
      manifest: code?.manifest ?? null,
      codeState: code === undefined ? 'none' : code.isWhole ? 'kept' : 'pruned',
    },
    pushes: gpu?.pushes ?? [],
    patch: null,
  }
}
