import { meaningOf, onlySplit, rateName, type Meaning, type Split } from './names.ts'

/** A number of a line with the words before it. */
export interface FoundNumber {
  readonly meaning: Meaning
  /** Parts of the run that the line has told of by the time. */
  readonly context: Split | null
  readonly label: string
  /** NaN and infinities as they are. */
  readonly value: number
  /** Told in percent, or as a count of a whole. */
  readonly isShare: boolean
  /** Of `3/10`. */
  readonly total: number | null
}

const number =
  /(?<![\w.@+-])[+-]?(?:(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?(?!\d)|(?:nan|inf|infinity)(?![\w/]))/gi
const wrapper = /(?:tensor|array|np\.\w+|numpy\.\w+|float\d*|Decimal|Parameter|jnp\.\w+|Array)\($/i
const whole = /\s*\/\s*(\d[\d,]*)(?![\d,]*\.\d)/y
const percent = /\s*%/y
const suffix = /[ ]?(?:[A-Za-zµ]+\b|"|×)/y
/** Behind a number, these say that it is a time, a size or a speed. */
const measuredIn =
  /^ ?(?:s|sec|secs|seconds?|ms|us|µs|ns|m|min|mins|minutes?|h|hrs?|hours?|d|days?|[kmgt]i?b?|bytes?|px|x|it|iters?)$/i
const perSecond =
  /(?<![\w.])(\d[\d,]*(?:\.\d+)?(?:e[+-]?\d+)?) ?(it|iters?|iterations?|steps?|batch(?:es)?|samples?|img|images?|imgs|examples?|tok|tokens?|words?) ?(?:\/|per ) ?(?:s|sec|second)\b(?!\s*[:=])/gi
/** What stands behind a value and belongs to it: its mean, its deviation, the count behind a percentage. */
const behind =
  /(?:\s*(?:±|\+\/-|\+-|\+)\s*[\d.eE+-]+\s*%?)?(?:\s*\(\s*(?:(?:avg|mean|average|ema|med|median)[:=]?\s*)?(?:[+-]?[\d.,]+(?:e[+-]?\d+)?|nan|inf)\s*%?(?:\s*\/\s*\d[\d,]*)?\s*\))?/iy
const unit = /(?: ?(?:dB|nats|bits|pts|points|pct|分)(?![\w]))?/y
const countBehind = /\(\s*(\d[\d,]*)\s*\/\s*(\d[\d,]*)\s*\)/
const bar = /\s*%\s*\|[^|]*\|/y
const closing = ')]}"\''
const opening = '(["\'{ \t'

/** All numbers of a line that have a meaning. */
export function numbersIn(text: string): FoundNumber[] {
  const found: FoundNumber[] = []
  let from = 0
  let context: Split | null = null
  let carried = ''
  let bars = 0
  number.lastIndex = 0
  for (let match = number.exec(text); match !== null; match = number.exec(text)) {
    const start = match.index
    const end = start + match[0].length
    // The number of an output, and that of an item: `output #0`.
    if (start < from || text[start - 1] === '#') continue
    const label = labelBefore(text, from, start)
    for (const piece of label.before) {
      const split = splitOfPiece(piece)
      if (split !== null) context = split
    }
    bar.lastIndex = end
    if (bar.test(text)) {
      context = contextOfBar(label.words, context)
      found.push(foundOf(nothing, { kind: 'none' }, { label: label.words, context }))
      from = bar.lastIndex
      number.lastIndex = from
      bars++
      continue
    }
    const told = valueOf(text, match[0], end)
    const words = label.words === '' && label.hasSign && carried !== '' ? carried : label.words
    const meaning = told.isOther ? other : knownOrSigned(meaningIn(words, label.hasSign), label)
    const isBracketed = text[skipBack(text, from, start, ' ') - 1] === '['
    if (meaning.kind === 'none' && words !== '' && !label.hasSign && told.total === null && !told.isOther) {
      // A number in the middle of a sentence: `on the 100 test images`.
      continue
    }
    if (meaning.kind === 'split') {
      const isCounter = told.total !== null || isBracketed || /^\s*\[\s*\d+\s*\//.test(text.slice(end))
      if (isCounter && !told.isOther) {
        if (meaning.split !== 'train') context = meaning.split
        const isEpoch = told.total === null ? !isBracketed : /^\s*\]\s*\[/.test(text.slice(told.end))
        const kind = isEpoch ? 'epoch' : 'step'
        found.push(foundOf(told, { kind, split: null, carried: '' }, { label: words, context }))
      } else if (!told.isOther && !/^\d+$/.test(match[0])) {
        found.push(
          foundOf(told, { kind: 'measure', name: sameAs(found), split: meaning.split }, { label: words, context }),
        )
      }
    } else if (words === '' && told.total !== null && !told.isOther) {
      const isCounter = isBracketed || bars > 0 || /^[\s|>]*$/.test(text.slice(0, start)) || lastKind(found) === 'epoch'
      const isNamed = /^\s*(?:batch|step|iter|it\b)/i.test(text.slice(told.end))
      if (isCounter || isNamed) {
        found.push(foundOf(told, { kind: 'step', split: null, carried: '' }, { label: '', context }))
      }
    } else if (meaning.kind !== 'none') {
      if ('carried' in meaning) context = contextOfCounter(words, meaning.split) ?? context
      found.push(foundOf(told, meaning, { label: words, context }))
    }
    carried = 'carried' in meaning ? meaning.carried : ''
    from = told.end
    number.lastIndex = from
  }
  return found
}

/** How fast it goes, where the line says `61.2it/s`. */
export function ratesIn(text: string): { name: string; value: number }[] {
  if (!/\/ ?s|per s/.test(text)) return []
  return [...text.matchAll(perSecond)].map(([, value = '', what = '']) => {
    return { name: rateName(what), value: Number(value.replaceAll(',', '')) }
  })
}

/** Written out: a spread takes as long as all the reading. */
function foundOf(
  { value, isShare, total }: Pick<FoundNumber, 'value' | 'isShare' | 'total'>,
  meaning: Meaning,
  { label, context }: Pick<FoundNumber, 'label' | 'context'>,
): FoundNumber {
  return { meaning, context, label, value, isShare, total }
}

const nothing = { value: 0, isShare: false, total: null } as const
const other: Meaning = { kind: 'none' }

/** `loss train 0.4 valid 0.3` tells the loss of both. */
function sameAs(found: readonly FoundNumber[]): string {
  const meaning = found.at(-1)?.meaning
  return meaning?.kind === 'measure' && meaning.split !== null ? meaning.name : 'value'
}

function lastKind(found: readonly FoundNumber[]): Meaning['kind'] | undefined {
  return found.at(-1)?.meaning.kind
}

const meanings = new Map<string, Meaning>()
const signedMeanings = new Map<string, Meaning>()
const maxMeanings = 5000

/** Programs say the same words again and again. */
export function meaningIn(words: string, hasSign: boolean): Meaning {
  const cache = hasSign ? signedMeanings : meanings
  const known = cache.get(words)
  if (known !== undefined) return known
  if (cache.size >= maxMeanings) cache.clear()
  const meaning = meaningOf(words, hasSign)
  cache.set(words, meaning)
  return meaning
}

/** Without a sign, only the one word of its own column is a name that nobody knows. */
function knownOrSigned(meaning: Meaning, { hasSign, words, delimiter }: Label): Meaning {
  if (hasSign || meaning.kind !== 'unknown') return meaning
  return delimiter !== '' && '|,\t'.includes(delimiter) && !words.includes(' ') ? meaning : other
}

/** The epochs of a training are told without saying that it is one. */
function contextOfCounter(words: string, split: Split | null): Split | null {
  if (/^saving dict for global step/i.test(words)) return 'val'
  return split === 'train' ? null : split
}

function splitOfPiece(piece: string): Split | null {
  const words = piece.replace(/["'()#*=-]+/g, ' ').trim()
  if (words === '' || words.length > 40) return null
  return onlySplit(words.split(/\s+/))
}

/** A bar of training says nothing of the numbers in it; one of a validation does. */
function contextOfBar(words: string, before: Split | null): Split | null {
  const split = splitOfPiece(words)
  return split === null ? before : split === 'train' ? null : split
}

interface Label {
  readonly words: string
  readonly hasSign: boolean
  /** The sign at which the words begin. */
  readonly delimiter: string
  /** What else stands between this number and the one before it. */
  readonly before: readonly string[]
}

function labelBefore(text: string, from: number, start: number): Label {
  let end = skipBack(text, from, start, opening)
  if (text[end] === '(' || text[start - 1] === '(') {
    const call = wrapper.exec(text.slice(Math.max(from, end - 24), end + 1))
    if (call !== null) end = skipBack(text, from, end + 1 - call[0].length, opening)
  }
  let hasSign = false
  while (end > from && ':=→≈~'.includes(text[end - 1] ?? '')) {
    hasSign = true
    end = skipBack(text, from, end - 1, ' ')
  }
  if (!hasSign && text.startsWith('->', end - 2)) {
    hasSign = true
    end -= 2
  }
  end = skipBack(text, from, end, ' \t"\'`')
  if (!hasSign && end - from > 3 && / (?:is|was|are)$/.test(text.slice(end - 4, end))) {
    hasSign = true
    end = skipBack(text, from, end - 3, ' \t')
  }
  const begin = pieceStart(text, from, end)
  const before = begin > from && /[A-Za-z]/.test(text.slice(from, begin)) ? text.slice(from, begin).split(pieces) : []
  return { words: text.slice(begin, end).trim(), hasSign, delimiter: begin > 0 ? (text[begin - 1] ?? '') : '', before }
}

const pieces = /[|,;:\t[\]{}<>•·=]| - |\s{2,}|\. /

function pieceStart(text: string, from: number, end: number): number {
  let depth = 0
  for (let at = end - 1; at >= from; at--) {
    const sign = text[at] ?? ''
    if ('|,;:\t[]{}<>•·=│┃║'.includes(sign)) return at + 1
    if (sign === ')') depth++
    if (sign === '(' && --depth < 0) return at + 1
    if (sign !== ' ') continue
    const [next, last] = [text[at + 1], text[at - 1]]
    if (
      next === ' ' ||
      last === '.' ||
      (next === '-' && text[at + 2] === ' ') ||
      (last === '-' && text[at - 2] === ' ')
    ) {
      return at + 1
    }
  }
  return from
}

function skipBack(text: string, from: number, start: number, signs: string): number {
  let at = start
  while (at > from && signs.includes(text[at - 1] ?? '')) at--
  return at
}

interface ToldValue {
  readonly value: number
  readonly isShare: boolean
  readonly total: number | null
  readonly end: number
  /** A time, a size, a speed. */
  readonly isOther: boolean
}

function valueOf(text: string, digits: string, start: number): ToldValue {
  const value = numberOf(digits)
  let end = start
  let [isShare, total, isOther]: [boolean, number | null, boolean] = [false, null, false]
  let told = value
  while (closing.includes(text[end] ?? ' ') && text[end] !== ']') end++
  const counted = after(whole, text, end)
  percent.lastIndex = end
  if (counted !== null && Number.isInteger(value) && value <= numberOf(counted.text)) {
    total = numberOf(counted.text)
    ;({ end } = counted)
    behind.lastIndex = end
    if (behind.test(text)) end = behind.lastIndex
  } else if (percent.test(text)) {
    isShare = true
    told = value / 100
    end = percent.lastIndex
    behind.lastIndex = end
    if (behind.test(text)) {
      told = exactCount(text.slice(end, behind.lastIndex), told)
      end = behind.lastIndex
    }
  } else {
    isOther = isMeasuredIn(text, end)
    for (const pattern of [unit, behind]) {
      pattern.lastIndex = end
      if (pattern.test(text)) end = pattern.lastIndex
    }
  }
  return { value: told, isShare, total, end, isOther }
}

/** `98% (9826/10000)`: the count says it more exactly. */
function exactCount(text: string, share: number): number {
  const [, part = '', all = ''] = countBehind.exec(text) ?? []
  const exact = numberOf(part) / numberOf(all)
  return Math.abs(exact - share) < 0.01 ? exact : share
}

function isMeasuredIn(text: string, end: number): boolean {
  suffix.lastIndex = end
  const [word] = suffix.exec(text) ?? []
  if (word === undefined || word.endsWith('"')) return false
  return (
    !word.startsWith(' ') ||
    measuredIn.test(word) ||
    /^ ?\/ ?s\w*(?!\w|\s*[:=])/.test(text.slice(suffix.lastIndex, suffix.lastIndex + 12))
  )
}

function after(pattern: RegExp, text: string, from: number): { text: string; end: number } | null {
  pattern.lastIndex = from
  const match = pattern.exec(text)
  return match === null ? null : { text: match[1] ?? '', end: pattern.lastIndex }
}

export function numberOf(digits: string): number {
  const plain = Number(digits)
  if (digits !== '' && !Number.isNaN(plain)) return plain
  const text = digits.replaceAll(',', '').toLowerCase()
  if (text.endsWith('nan')) return NaN
  if (text.includes('inf')) return text.startsWith('-') ? -Infinity : Infinity
  return text === '' ? NaN : Number(text)
}
