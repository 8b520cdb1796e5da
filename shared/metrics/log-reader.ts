import { inEnglish } from './chinese-words.ts'
import { metricName, onlySplit, type Split } from './names.ts'
import { numbersIn, ratesIn, type FoundNumber } from './numbers-in-line.ts'
import { plainLine, readableText } from './plain-line.ts'
import { readCells } from './read-cells.ts'
import { isLayer, oneSetting, settingsLine, type Setting, type SettingValue } from './settings.ts'
import { pairOf, TableReader } from './tables.ts'

/** One value of a series, with the line that says it. */
export interface ReadPoint {
  readonly series: string
  readonly isShare: boolean
  /** NaN and infinities as they are told. */
  readonly value: number
  readonly line: number
  readonly at: number
  /** Counted over the whole run, also where a program begins anew with each epoch; null where no line has told it. */
  readonly step: number | null
  readonly epoch: number | null
}

export interface ReadEpoch {
  readonly value: number
  readonly total: number | null
}

export interface LineReading {
  readonly points: readonly ReadPoint[]
  /** An epoch that begins with this line. */
  readonly epoch: ReadEpoch | null
  readonly settings: readonly Setting[]
}

interface ReadLine {
  readonly index: number
  readonly at: number
  readonly text: string
}

interface Named {
  readonly name: string
  readonly value: number
  readonly isShare: boolean
  /** Of a number that nobody knows: a curve once there is another value of it. */
  readonly isSure: boolean
}

const nothing: LineReading = { points: [], epoch: null, settings: [] }
const mayTell = /\d|nan|inf/i
/** A failure or a warning quotes code and numbers. */
const quoted = /^\s*File "|(?:^|[\s.:])[A-Z][a-z]+[A-Za-z]*(?:Error|Warning|Exception)\b\s*:|^\s*\^+\s*$/
/** Names in a program's output can be endless. */
const maxSeries = 200
const maxWaiting = 500
const maxSettings = 500

/** Reads the output of a training, line after line: what it measures, how far it is, and what it was told to do. */
export class LogReader {
  readonly #tables = new TableReader()
  readonly #known = new Set<string>()
  readonly #waiting = new Map<string, ReadPoint>()
  readonly #settings = new Map<string, SettingValue>()
  #section: Split | null = null
  #heading: Split | null = null
  #begun = false
  #epoch: number | null = null
  #epochTotal: number | null = null
  #toldEpoch: number | null = null
  #step: number | null = null
  #rawStep: number | null = null
  #stepOffset = 0

  read(line: ReadLine): LineReading {
    const plain = plainLine(line.text)
    const english = inEnglish(plain)
    const all = settingsLine(plain)
    if (all !== null) return { ...nothing, settings: this.#keep(all) }
    if (!mayTell.test(english) || quoted.test(plain) || isLayer(plain)) return this.#readWords(english)
    const heading = this.#heading
    this.#heading = null
    const cells = this.#tables.read(english)
    const pair = pairOf(english)
    const found =
      pair === null
        ? cells === null
          ? numbersIn(readableText(english))
          : readCells(cells)
        : readCells([{ header: pair.name, text: pair.value }])
    const context = pair === null ? heading : this.#section
    const rates = cells === null && pair === null ? ratesIn(english) : []
    return this.#understand(line, { plain, found, rates, context })
  }

  /** A line without numbers can be the header of a table, or say what those below it are of. */
  #readWords(text: string): LineReading {
    this.#heading = null
    if (text.length > 400 || text.trim() === '') return nothing
    if (this.#tables.read(text) !== null) return nothing
    const [, words = ''] = /^[\s|│┃=*#[-]*([A-Za-z][A-Za-z ]{2,30}?)[\s:|│┃\]=*#/-]*$/.exec(text) ?? []
    const split = onlySplit(words.split(/\s+/))
    if (/[|│┃]/.test(text) && words !== '') this.#section = split
    else if (/:\s*$/.test(text) && split !== 'train') this.#heading = split
    const setting = this.#begun ? null : oneSetting(text)
    return setting === null ? nothing : { ...nothing, settings: this.#keep([setting]) }
  }

  #understand(
    line: ReadLine,
    told: {
      readonly plain: string
      readonly found: readonly FoundNumber[]
      readonly rates: readonly { name: string; value: number }[]
      readonly context: Split | null
    },
  ): LineReading {
    const { found, plain } = told
    const measured = found.some(({ meaning }) => meaning.kind === 'measure' && meaning.name !== 'lr')
    const progress = this.#followProgress(found, plain, measured)
    const isTraining = measured || progress
    const named = this.#namesOf(found, told.context, isTraining)
    const settings: Setting[] = []
    if (isTraining) this.#begun = true
    else if (!this.#begun) {
      const setting = oneSetting(plain)
      if (setting !== null) settings.push(setting)
    }
    const epoch = this.#newEpoch()
    if (settings.length > 0) return { ...nothing, epoch, settings: this.#keep(settings) }
    for (const { name, value } of told.rates) {
      if (this.#isPace(found, measured)) named.push({ name, value, isShare: false, isSure: true })
    }
    const points = new Map<string, ReadPoint>()
    const earlier: ReadPoint[] = []
    for (const one of named) {
      const point: ReadPoint = {
        series: one.name,
        isShare: one.isShare,
        value: one.value,
        line: line.index,
        at: line.at,
        step: this.#step,
        epoch: this.#epoch,
      }
      if (this.#isCurve(one, point, earlier)) points.set(one.name, point)
    }
    return { points: [...earlier, ...points.values()], epoch, settings: [] }
  }

  /** The epoch and the step that a line tells; whether it tells of any. */
  #followProgress(found: readonly FoundNumber[], plain: string, measured: boolean): boolean {
    let step: FoundNumber | null = null
    let inEpoch = false
    let epochBefore = this.#epoch
    let told = false
    for (const one of found) {
      const { meaning, value, context } = one
      if (!Number.isFinite(value) || value < 0) continue
      if (meaning.kind === 'epoch') {
        if (/epochs$/i.test(one.label) && !measured && one.total === null) continue
        if (/\bbest\b.*\bepoch/i.test(plain) && value <= (this.#epoch ?? Infinity)) continue
        epochBefore = this.#epoch
        this.#epoch = value
        this.#epochTotal = one.total ?? this.#epochTotal
        told = true
      }
      if (meaning.kind === 'step' || meaning.kind === 'batch') {
        const isInEpoch = one.label === '' || meaning.kind === 'batch'
        if (step === null || (inEpoch && !isInEpoch)) {
          step = one
          inEpoch = isInEpoch
        }
        told ||= one.label !== '' || measured
        if (context === 'val' || context === 'test') step = null
      }
    }
    if (step !== null && (told || measured)) this.#count(step.value, epochBefore)
    return told
  }

  /** Steps that begin anew with each epoch are counted on. */
  #count(raw: number, epochBefore: number | null): void {
    const isNewEpoch = this.#epoch !== epochBefore || this.#stepOffset > 0
    if (this.#rawStep !== null && raw < this.#rawStep && isNewEpoch) {
      this.#stepOffset = (this.#step ?? 0) + 1 - (raw === 0 ? 0 : 1)
    }
    this.#rawStep = raw
    this.#step = this.#stepOffset + raw
  }

  #newEpoch(): ReadEpoch | null {
    if (this.#epoch === null) return null
    const value = Math.floor(this.#epoch)
    if (value === this.#toldEpoch) return null
    this.#toldEpoch = value
    return { value, total: this.#epochTotal }
  }

  #namesOf(found: readonly FoundNumber[], heading: Split | null, isTraining: boolean): Named[] {
    const bare = new Set<string>()
    const twice = new Set<string>()
    for (const { meaning } of found) {
      if (!('name' in meaning) || meaning.split !== null) continue
      if (bare.has(meaning.name)) twice.add(meaning.name)
      bare.add(meaning.name)
    }
    let last: Split | null = null
    return found.flatMap(({ meaning, context, value, isShare, total }): Named[] => {
      if (!('name' in meaning)) return []
      last = meaning.split ?? last
      if (meaning.kind === 'setting') return []
      const own = meaning.split ?? context ?? heading ?? (twice.has(meaning.name) ? last : null)
      const split = meaning.kind === 'rate' || /^lr(?:_|$)/.test(meaning.name) ? meaning.split : own
      const name = split === null ? meaning.name : meaning.name === 'value' ? split : `${split}_${meaning.name}`
      const isSure = meaning.name === 'lr' ? isTraining || this.#begun : meaning.kind !== 'unknown' || isTraining
      const share = total === null ? value : value / total
      return [{ name, value: share, isShare: isShare || total !== null, isSure }]
    })
  }

  /** Bars of downloads and of work before the training have a pace, too. */
  #isPace(found: readonly FoundNumber[], measured: boolean): boolean {
    if (measured) return true
    const bar = found.find(({ meaning }) => meaning.kind === 'none')
    const label = metricName(bar?.label ?? '')
    return label === '' ? this.#begun || found.length > 0 : /^(?:train|training|epoch|step|iter)/.test(label)
  }

  #isCurve(one: Named, point: ReadPoint, earlier: ReadPoint[]): boolean {
    const { name } = one
    if (this.#known.has(name)) return true
    const setting = this.#settings.get(name)
    if (!one.isSure) {
      const before = this.#waiting.get(name)
      if (before === undefined) {
        if (this.#waiting.size < maxWaiting) this.#waiting.set(name, point)
        return false
      }
      // A setting that is told again is none of the training's numbers.
      if (before.value === point.value || setting !== undefined || before.line === point.line) return false
      if (this.#known.size >= maxSeries) return false
      earlier.push(before)
      this.#waiting.delete(name)
    } else if (name !== 'lr' && setting === point.value) return false
    if (this.#known.size >= maxSeries) return false
    this.#known.add(name)
    return true
  }

  #keep(settings: readonly Setting[]): Setting[] {
    return settings.filter(([name, value]) => {
      if (this.#settings.get(name) === value || this.#settings.size >= maxSettings) return false
      this.#settings.set(name, value)
      return true
    })
  }
}
