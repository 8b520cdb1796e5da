import { useTranslation } from 'react-i18next'
import { createByteFormat } from '../../shared/model/bytes.ts'

/** Bytes, counts and times in the reader's habit. */
export interface Format {
  readonly bytes: (bytes: number) => string
  /** Of memory, which comes in powers of two: "8 GB" is 8192 of these megabytes. */
  readonly memory: (megabytes: number) => string
  readonly count: (count: number) => string
  /** Of a share between 0 and 1. */
  readonly percent: (share: number) => string
  readonly dateTime: (at: number) => string
  /** With seconds, to tell what is close together apart. */
  readonly exactDateTime: (at: number) => string
  readonly shortDateTime: (at: number) => string
  /** With seconds, on a clock of 24 hours: every row of a log is as wide. */
  readonly time: (at: number) => string
  /** "3 min ago", in words of the language. */
  readonly ago: (at: number, now: number) => string
  /** Of what has ended: "0.6 s", from ten seconds on a clock: "1:12". */
  readonly duration: (ms: number) => string
  /** Of what still runs: a clock of whole seconds. */
  readonly elapsed: (ms: number) => string
}

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs

export function createFormat(language: string, justNow: string): Format {
  const count = new Intl.NumberFormat(language)
  const oneDigit = new Intl.NumberFormat(language, { maximumFractionDigits: 1 })
  const percent = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 0 })
  const dateTime = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' })
  const exactDateTime = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'medium' })
  const shortDateTime = new Intl.DateTimeFormat(language, {
    month: 'short',
    day: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
    second: '2-digit',
  })
  const time = new Intl.DateTimeFormat(language, { timeStyle: 'medium', hourCycle: 'h23' })
  const tenths = new Intl.NumberFormat(language, { minimumFractionDigits: 1, maximumFractionDigits: 1 })
  const inSeconds = new Intl.NumberFormat(language, { style: 'unit', unit: 'second', unitDisplay: 'narrow' })
  const secondUnit = inSeconds.formatToParts(0).find(({ type }) => type === 'unit')?.value ?? 's'
  const relative = new Intl.RelativeTimeFormat(language, { style: 'short', numeric: 'always' })

  function ago(at: number, now: number): string {
    const passedMs = now - at
    if (passedMs < minuteMs) return justNow
    if (passedMs < hourMs) return inShort(-Math.floor(passedMs / minuteMs), 'minute')
    if (passedMs < dayMs) return inShort(-Math.floor(passedMs / hourMs), 'hour')
    if (passedMs < 30 * dayMs) return inShort(-Math.floor(passedMs / dayMs), 'day')
    return dateTime.format(at)
  }

  function inShort(value: number, unit: 'minute' | 'hour' | 'day'): string {
    // English abbreviates with a full stop, which reads as the end of the sentence here.
    return relative.format(value, unit).replace(/\.(?=\s)/, '')
  }

  /** Tenths, cut off, with a blank before the unit in every language. */
  function shortSeconds(ms: number): string {
    return `${tenths.format(Math.floor(Math.max(0, ms) / 100) / 10)} ${secondUnit}`
  }

  function clock(ms: number): string {
    const wholeSeconds = Math.max(0, Math.floor(ms / 1000))
    const parts = [Math.floor(wholeSeconds / 3600), Math.floor(wholeSeconds / 60) % 60, wholeSeconds % 60]
    const [hours = 0, ...rest] = parts
    const shown = hours > 0 ? parts : rest
    return shown.map((part, index) => (index === 0 ? String(part) : String(part).padStart(2, '0'))).join(':')
  }

  return {
    ago,
    memory: (megabytes) =>
      megabytes < 1024 ? `${count.format(megabytes)} MB` : `${oneDigit.format(megabytes / 1024)} GB`,
    bytes: createByteFormat(language),
    count: (value) => count.format(value),
    percent: (share) => percent.format(share),
    dateTime: (at) => dateTime.format(at),
    exactDateTime: (at) => exactDateTime.format(at),
    shortDateTime: (at) => shortDateTime.format(at),
    time: (at) => time.format(at),
    duration(ms) {
      return ms < 10_000 ? shortSeconds(ms) : clock(ms)
    },
    elapsed: clock,
  }
}

const formats = new Map<string, Format>()

/** One for all who show anything: to make the formatters takes as long as a hundred rows take to draw with them. */
export function useFormat(): Format {
  const { t, i18n } = useTranslation()
  const { language } = i18n
  const known = formats.get(language)
  if (known !== undefined) return known
  const format = createFormat(language, t('common.justNow'))
  formats.set(language, format)
  return format
}
