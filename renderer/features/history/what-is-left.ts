import type { ImageTruth, PackRecord } from '../../../shared/model/pack-record.ts'
import { truthOf } from './use-record.ts'

/** The text that says why something cannot be done. */
type Why = `history.why.${'neverPushed' | 'noImage' | 'goneFromRegistry' | 'goneFromDocker' | 'pullBackFirst'}`

type Kept = Pick<PackRecord, 'details' | 'pushes'>

/** Whether the engine has told that it has a lane's image no more. */
export function isGoneFromEngine({ details }: Kept, truths: readonly ImageTruth[], lane: 'cpu' | 'gpu'): boolean {
  const image = details.images.find((one) => one.lane === lane)
  return image !== undefined && truthOf(truths, 'engine', image.name)?.state === 'gone'
}

/** Why the image that trains cannot be pulled back; null where nothing speaks against it. */
export function whyNoPull({ details, pushes }: Kept, truths: readonly ImageTruth[]): Why | null {
  const push = pushes.at(-1)
  if (push === undefined) return 'history.why.neverPushed'
  if (!details.images.some(({ lane }) => lane === 'gpu')) return 'history.why.noImage'
  const pushed = truths.find(
    ({ where, reference, digest }) => where === 'registry' && reference === push.reference && digest === push.digest,
  )
  return pushed?.state === 'gone' ? 'history.why.goneFromRegistry' : null
}

/** Why a lane's image cannot be tested, with what helps; null where nothing speaks against it. */
export function whyNoTest(record: Kept, truths: readonly ImageTruth[], lane: 'cpu' | 'gpu'): Why | null {
  if (!isGoneFromEngine(record, truths, lane)) return null
  const canPull = lane === 'gpu' && whyNoPull(record, truths) === null
  return canPull ? 'history.why.pullBackFirst' : 'history.why.goneFromDocker'
}
