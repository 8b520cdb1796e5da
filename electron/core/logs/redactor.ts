import { ErrorData } from '../../../shared/errors.ts'

export interface Redactor {
  /** From now on the value, and the forms it takes on its way, are replaced. Empty values are ignored. */
  readonly register: (secret: string) => void
  readonly redact: (text: string) => string
  /** The same structure with every text in it redacted; the names of its fields stay. */
  readonly redactDeep: <Value>(value: Value) => Value
  /** The same error with the texts of its details redacted. */
  readonly redactError: (error: ErrorData) => ErrorData
}

export const redactedMark = '[secret]'

/** Shorter secrets are replaced only where they stand alone, lest a password `a` empty the log. */
const shortestAnywhere = 4
/** Fewer characters of base64 than this would hit ordinary words. */
const shortestBase64 = 6

export function createRedactor(): Redactor {
  const forms = new Set<string>()
  let pattern: RegExp | null = null

  const redact = (text: string): string => (pattern === null ? text : text.replace(pattern, redactedMark))

  return {
    register: (secret) => {
      const before = forms.size
      for (const form of formsOf(secret)) forms.add(form)
      if (forms.size > before) pattern = patternOf(forms)
    },
    redact,
    redactDeep: (value) => redactDeep(value, redact),
    redactError: ({ code, details }) => {
      const redacted = ErrorData.safeParse({ code, details: redactDeep(details, redact) })
      // Only a secret that is also a word of the error's own vocabulary makes it unreadable.
      return redacted.success ? redacted.data : { code: 'internal', details: { id: code } }
    },
  }
}

function formsOf(secret: string): string[] {
  if (secret === '') return []
  const inJson = JSON.stringify(secret).slice(1, -1)
  const texts = [...new Set([secret, inJson])]
  return [...texts, ...texts.flatMap(urlForms), ...texts.flatMap(base64Forms)]
}

/** As `encodeURIComponent`, as strict RFC 3986, as a form, and each with small hexadecimal digits. */
function urlForms(text: string): string[] {
  // Through bytes and back, since half a surrogate pair cannot be encoded.
  const encoded = encodeURIComponent(Buffer.from(text).toString())
  const strict = encoded.replace(/[!'()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`)
  const forms = [encoded, strict, strict.replaceAll('%20', '+')]
  return [...forms, ...forms.map((form) => form.replace(/%[0-9A-F]{2}/g, (octet) => octet.toLowerCase()))]
}

/**
 * What base64 makes of the secret inside a longer text, such as `user:password`: it depends on how many bytes
 * stand before it (modulo 3), and its first and last characters on the neighbours, so those are left out.
 */
function base64Forms(text: string): string[] {
  const secret = Buffer.from(text)
  const forms = [0, 1, 2].flatMap((offset) => {
    const encoded = Buffer.concat([Buffer.alloc(offset), secret])
      .toString('base64')
      .replace(/=+$/, '')
    const firstOwn = Math.ceil((offset * 8) / 6)
    const lastOwn = Math.floor(((offset + secret.length) * 8) / 6)
    const core = encoded.slice(firstOwn, lastOwn)
    return [core, core.replaceAll('+', '-').replaceAll('/', '_')]
  })
  return forms.filter((form) => form.length >= shortestBase64)
}

function patternOf(forms: ReadonlySet<string>): RegExp {
  const longestFirst = [...forms].sort((a, b) => b.length - a.length)
  const alternatives = longestFirst.map((form) => {
    const escaped = form.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
    return form.length < shortestAnywhere ? `(?<![\\p{L}\\p{N}])${escaped}(?![\\p{L}\\p{N}])` : escaped
  })
  return new RegExp(alternatives.join('|'), 'gu')
}

function redactDeep<Value>(value: Value, redact: (text: string) => string): Value {
  const walk = (part: unknown): unknown => {
    if (typeof part === 'string') return redact(part)
    if (Array.isArray(part)) return part.map(walk)
    if (typeof part !== 'object' || part === null) return part
    return Object.fromEntries(Object.entries(part).map(([name, entry]) => [name, walk(entry)]))
  }
  return walk(value) as Value
}
