import { setTimeout as delay } from 'node:timers/promises'
import { isCancelled } from '../../../shared/errors.ts'
import type { JobId } from '../../../shared/model/ids.ts'
import { PackDetails } from '../../../shared/model/pack-record.ts'
import type { PackFact } from '../jobs/pack-fact.ts'
import type { Logger } from '../logs/logger.ts'
import type { Clock } from '../ports/clock.ts'
import type { ReadGit } from '../ports/git.ts'
import type { CodeKeeper } from './code-keeper.ts'
import type { HistoryStore } from './history-store.ts'

/** Writes down what a pack comes to know. Nothing that goes wrong in it ends the pack. */
export interface PackRecorder {
  add(id: JobId, fact: PackFact): void
  /** Goes on keeping code where the app's last end cut it off. */
  resume(): void
  /** Waits for what is still being kept, no longer than this. */
  settle(limitMs: number): Promise<void>
  /** Ends what is still being kept; it goes on at the next start. */
  close(): Promise<void>
}

export interface PackRecorderOptions {
  readonly store: HistoryStore
  readonly keeper: CodeKeeper
  readonly readGit: ReadGit
  readonly redact: (text: string) => string
  readonly clock: Clock
  readonly logger: Pick<Logger, 'internal'>
  readonly onChanged: (id: JobId) => void
}

export function createPackRecorder(options: PackRecorderOptions): PackRecorder {
  const { store, keeper, readGit, redact, clock, logger, onChanged } = options
  const stop = new AbortController()
  const underWay = new Set<Promise<void>>()

  const change = (id: JobId, changed: (details: PackDetails) => Partial<PackDetails>): void => {
    const details = store.find(id)?.details
    if (details === undefined) return
    store.setDetails(id, { ...details, ...changed(details) })
    onChanged(id)
  }

  const inBackground = (work: () => Promise<void>): void => {
    const task = work()
      .catch((error: unknown) => {
        if (!isCancelled(error)) logger.internal('pack not recorded in full', error)
      })
      .finally(() => underWay.delete(task))
    underWay.add(task)
  }

  const recordGit = async (id: JobId, root: string): Promise<void> => {
    const found = await readGit(root, stop.signal)
    if (found === null) return
    if (found.patch !== null) store.setPatch(id, redact(found.patch))
    change(id, () => ({ git: found.state }))
  }

  const record = (id: JobId, fact: PackFact): void => {
    switch (fact.kind) {
      case 'code': {
        const { codeDigest: digest, fileCount, sizeBytes, files, root } = fact
        change(id, () => ({ code: { digest, fileCount, sizeBytes } }))
        inBackground(async () => keeper.keep(id, { root, files: await files }, stop.signal))
        inBackground(() => recordGit(id, root))
        break
      }
      case 'base': {
        const { lane, reference, id: imageId, digest } = fact
        change(id, ({ bases }) => ({ bases: withLane(bases, { lane, reference, id: imageId, digest }) }))
        break
      }
      case 'image': {
        const { lane, name, id: imageId, sizeBytes, layers } = fact
        const image = { lane, name, id: imageId, sizeBytes, layers: [...layers] }
        change(id, ({ images }) => ({ images: withLane(images, image) }))
        break
      }
      case 'push': {
        const { reference, digest } = fact
        const accountName = store.find(id)?.accountName ?? ''
        store.addPush(id, { reference, digest, at: clock.now(), accountName })
        onChanged(id)
        break
      }
      case 'commands':
        change(id, () => ({ commandFile: fact.text }))
        break
    }
  }

  return {
    add: (id, fact) => {
      try {
        record(id, fact)
      } catch (error) {
        logger.internal('pack not recorded in full', error)
      }
    },
    resume: () => {
      inBackground(() => keeper.clearUp())
      for (const { id, root } of store.beingKept()) inBackground(() => keeper.resume(id, root, stop.signal))
    },
    settle: async (limitMs) => {
      const limit = new AbortController()
      await Promise.race([Promise.all(underWay), delay(limitMs, undefined, { signal: limit.signal, ref: false })])
      limit.abort()
    },
    close: async () => {
      stop.abort()
      await Promise.all(underWay)
    },
  }
}

function withLane<Entry extends { readonly lane: 'cpu' | 'gpu' }>(entries: readonly Entry[], entry: Entry): Entry[] {
  return [...entries.filter(({ lane }) => lane !== entry.lane), entry].sort((a, b) => (a.lane < b.lane ? -1 : 1))
}
