export interface LineMetrics {
  /** By name, in lower case with `_` for what is between words: `loss`, `val_acc`, `lr`. The last one of a name counts. */
  readonly values: ReadonlyMap<string, number>
  readonly epoch: { readonly value: number; readonly total: number | null } | null
}

const maxLength = 2000
const number = String.raw`[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?`
const word = String.raw`[A-Za-z][\w@/.-]*`
const ends = String.raw`(?=$|[\s,;|)\]}"']|:\s)`
/** `loss: 0.5`, `loss=0.5`, `"loss": 0.5`, `train/loss : 0.5`, `Loss 0.5` only for names that are known to be measured. */
const named = new RegExp(String.raw`(?<![\w.@/-])["']?(${word})["']?\s*[:=]\s*(${number})(%?)${ends}`, 'g')
const spaced = new RegExp(
  String.raw`(?<![\w.@/-])((?:val_|test_|train_)?(?:loss|acc|accuracy|lr))\s+(${number})(%?)${ends}`,
  'gi',
)
const speed = new RegExp(
  String.raw`(?<![\w.])(${number})\s?(it|iters?|steps?|batch(?:es)?|samples?|img|images?|imgs|examples?|tokens?|words?)\s?(?:/|per )\s?(?:s|sec|second)\b`,
  'i',
)
const epochWord = /(?<![A-Za-z])epochs?["']?\s*[:#=]?\s*[[(]?\s*(\d+)(?:\s*(?:\/|of)\s*(\d+))?/i
const lightning = /(?<![A-Za-z])Epoch (\d+):\s+\d+%/

/** Names of times, places and identities: numbers that are no measurement of how well training goes. */
const ignored =
  /^(?:epochs?|steps?|iter|iteration|batch|eta|time|elapsed|pid|port|rank|seed|line|file|version|id|date|world_size|num_\w+|n_\w+|size|total|count|width|height|https?|at|in|gpu|cuda|device|errno|exit_?code|code|status)$|_id$|^\d/

/** Reads the numbers that training code tells in a line: key and value pairs, Keras, Lightning, tqdm, JSON. */
export function parseMetrics(line: string): LineMetrics {
  const values = new Map<string, number>()
  const text = line.length > maxLength ? line.slice(0, maxLength) : line
  if (!/\d/.test(text)) return { values, epoch: null }
  for (const pattern of [spaced, named]) {
    for (const [, name = '', digits = '', percent] of text.matchAll(pattern)) {
      const key = metricName(name)
      const value = Number(digits) / (percent === '%' ? 100 : 1)
      if (Number.isFinite(value) && !ignored.test(key)) values.set(key, value)
    }
  }
  const [, pace = '', what = ''] = speed.exec(text) ?? []
  if (what !== '' && Number.isFinite(Number(pace))) values.set(`${unitName(what)}_per_second`, Number(pace))
  return { values, epoch: parseEpoch(text) }
}

/** `Train/Loss` and `train loss` are the same curve. */
export function metricName(name: string): string {
  return name
    .replace(/[./@\s-]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .toLowerCase()
}

function unitName(what: string): string {
  const unit = what.toLowerCase()
  if (/^(?:it|iter)/.test(unit)) return 'iterations'
  if (unit.startsWith('im')) return 'images'
  if (unit.startsWith('batch')) return 'batches'
  return unit.endsWith('s') ? unit : `${unit}s`
}

function parseEpoch(text: string): LineMetrics['epoch'] {
  const match = lightning.exec(text) ?? epochWord.exec(text)
  if (match === null) return null
  const [, value = '', total] = match
  return { value: Number(value), total: total === undefined ? null : Number(total) }
}
