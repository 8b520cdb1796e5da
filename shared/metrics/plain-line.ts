import { escapeSequences } from '../log/visible-text.ts'

/** Lines are read up to here; what follows is no sentence about training. */
const maxLength = 4000

const beyondAscii = /[^\u0000-\u007F]/

/** Dates, times of day, addresses, versions, paths and names of files: their digits are no measurements. */
const noMeasurements = new RegExp(
  [
    String.raw`\b\d{4}[-/]\d{1,2}[-/]\d{1,2}(?:[T ]\s*\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?`,
    String.raw`\b\d{1,2}/\d{1,2}(?:/\d{2,4}\b|(?=\s+\d{1,2}:\d{2}))`,
    String.raw`(?<![\d.])\d{1,3}:\d{2}(?::\d{2})?(?:[.,]\d+)?(?![\w:])`,
    String.raw`\b\w+://\S+`,
    String.raw`(?<![\w.])v?\d+\.\d+\.\d[\w.+-]*`,
    String.raw`(?<!\w)(?:~|\.{1,2})?/(?=[A-Za-z_.~])[\w./=@+-]*(?::\d+)?`,
    String.raw`[\w./\\~=-]+\.(?:py|ipynb|pth?|pkl|ckpt|h5|bin|safetensors|onnx|json|ya?ml|txt|csv|log|np[yz]|png|jpe?g|zip|tar|gz|cc|cpp|cu)\b(?::\d+)?`,
  ].join('|'),
  'gi',
)
const maybeNoMeasurement = /\d:\d|\/[A-Za-z_.~\d]|\.\d+\.|\d-\d|\.[A-Za-z]/

/** A line as its reader sees it: without colours, the last state of a progress bar, full-width signs as narrow ones. */
export function plainLine(line: string): string {
  let text = line.length > maxLength ? line.slice(0, maxLength) : line
  if (text.includes('\u001B')) text = text.replace(escapeSequences, '')
  if (text.includes('\u0008')) text = text.replaceAll('\u0008', '')
  if (text.includes('\r')) text = text.split('\r').findLast((part) => part.trim() !== '') ?? ''
  if (!beyondAscii.test(text)) return text
  return text.normalize('NFKC').replace(/[、。【】]/g, (sign) => narrowSigns[sign] ?? sign)
}

const narrowSigns: Readonly<Record<string, string>> = { '、': ', ', '。': '. ', '【': '[', '】': ']' }

/** `epoch3` and `Avg. loss` as they are read. */
const closeCounter = /(?<![\w.])(epoch|step|iter|ep)_?(?=\d+(?![\w.]))/gi
const abbreviation = /\b(avg|val|valid|acc|ep|no)\. (?=[A-Za-z])/gi

/** What stands for no measurement is blank, and words stand apart from numbers. */
export function readableText(text: string): string {
  const apart = text.replace(closeCounter, '$1 ').replace(abbreviation, '$1 ')
  return maybeNoMeasurement.test(apart) ? apart.replace(noMeasurements, ' ') : apart
}
