import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { Files } from '../../core/ports/files.ts'
import { uploadWays } from './upload-ways.ts'
import type { UploadWay } from './upload-ways.ts'

export interface UploadTarget {
  readonly host: string
  readonly repository: string
  readonly digest: string
}

export interface KeptUpload extends UploadTarget {
  /** Where the registry takes the rest. */
  readonly url: string
}

/** Remembers uploads that have begun, so that they go on after a crash or a restart. */
export interface KeptUploads {
  find(target: UploadTarget): Promise<URL | null>
  keep(upload: KeptUpload): Promise<void>
  forget(target: UploadTarget): Promise<void>
  /** Uploads to a repository that nobody has gone on with for a good while. */
  findAbandoned(repository: Omit<UploadTarget, 'digest'>): Promise<KeptUpload[]>
  /** The way that this registry took content by the last time. */
  wayOf(host: string): Promise<UploadWay>
  keepWay(host: string, way: UploadWay): Promise<void>
}

const Kept = z.object({ host: z.string(), repository: z.string(), digest: z.string(), url: z.url() })
const KeptWay = z.object({ host: z.string(), way: z.enum(uploadWays) })

const abandonedAfterMs = 60 * 60_000
/** By then the registry has given it up itself; distribution's own limit. */
const expiredAfterMs = 7 * 24 * 60 * 60_000

/** One file an upload. The folder is for its owner alone: an upload's address may be all that is needed to write to it. */
export function keepUploadsIn(folder: string, { files, now }: { files: Files; now: () => number }): KeptUploads {
  const pathOf = ({ host, repository, digest }: UploadTarget): string =>
    join(folder, `${createHash('sha256').update(`${host}/${repository}@${digest}`).digest('hex')}.json`)

  const pathOfWay = (host: string): string => join(folder, `${createHash('sha256').update(host).digest('hex')}.way`)

  const read = async (path: string): Promise<KeptUpload | null> => {
    try {
      return Kept.parse(JSON.parse(await readFile(path, 'utf8')))
    } catch {
      // Not there, or not ours: the upload begins anew.
      return null
    }
  }

  return {
    find: async (target) => {
      const kept = await read(pathOf(target))
      return kept === null ? null : new URL(kept.url)
    },
    keep: async ({ host, repository, digest, url }) => {
      await mkdir(folder, { recursive: true, mode: 0o700 })
      const content = JSON.stringify({ host, repository, digest, url } satisfies KeptUpload)
      await files.replace(pathOf({ host, repository, digest }), content)
    },
    forget: (target) => rm(pathOf(target), { force: true }),
    findAbandoned: async ({ host, repository }) => {
      const abandoned: KeptUpload[] = []
      for (const name of await readdir(folder).catch(() => [])) {
        if (name.endsWith('.way')) continue
        const path = join(folder, name)
        const ageMs = now() - (await changedAt(path, now()))
        if (ageMs < abandonedAfterMs) continue
        const kept = await read(path)
        if (kept === null || ageMs > expiredAfterMs) await rm(path, { force: true })
        else if (kept.host === host && kept.repository === repository) abandoned.push(kept)
      }
      return abandoned
    },
    wayOf: async (host) => {
      const path = pathOfWay(host)
      try {
        // A registry that was mended since is to have its chunks again.
        if (now() - (await stat(path)).mtimeMs > expiredAfterMs) return 'chunks'
        return KeptWay.parse(JSON.parse(await readFile(path, 'utf8'))).way
      } catch {
        return 'chunks'
      }
    },
    keepWay: async (host, way) => {
      await mkdir(folder, { recursive: true, mode: 0o700 })
      await files.replace(pathOfWay(host), JSON.stringify({ host, way } satisfies z.infer<typeof KeptWay>))
    },
  }
}

/** Another process may have forgotten it meanwhile. */
async function changedAt(path: string, otherwise: number): Promise<number> {
  try {
    return (await stat(path)).mtimeMs
  } catch {
    return otherwise
  }
}

export function keepNoUploads(): KeptUploads {
  const ways = new Map<string, UploadWay>()
  return {
    find: () => Promise.resolve(null),
    keep: () => Promise.resolve(),
    forget: () => Promise.resolve(),
    findAbandoned: () => Promise.resolve([]),
    wayOf: (host) => Promise.resolve(ways.get(host) ?? 'chunks'),
    keepWay: (host, way) => {
      ways.set(host, way)
      return Promise.resolve()
    },
  }
}
