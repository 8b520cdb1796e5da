import { visibleText } from '../../shared/log/visible-text.ts'
import type { IgnoreTotal, ScanSummary, ScanWarning } from '../../shared/model/scan.ts'
import { formatBytes } from './progress-line.ts'
import type { Texts } from './texts.ts'

const maxCandidates = 5

/** What the X-ray of the window finds out, at its end. */
export interface ScanAnswer {
  readonly path: string
  /** The likeliest first. */
  readonly mainFiles: readonly string[]
  readonly notebookCount: number
  readonly imageName: string
  readonly summary: ScanSummary
  readonly ignored: readonly IgnoreTotal[]
  readonly warnings: readonly ScanWarning[]
  /** Of kinds that there are too many of. */
  readonly omittedWarnings: number
  /** Not all files could be read for secrets in the time there is for it. */
  readonly secretsArePartial: boolean
}

/** What a scan found, line by line. */
export function describeScan(answer: ScanAnswer, texts: Texts): string[] {
  const { mainFiles, notebookCount, imageName, summary, ignored, warnings, omittedWarnings } = answer
  const { fileCount, sizeBytes, layerBytes } = summary
  const more = mainFiles.length - maxCandidates
  return [
    ...(mainFiles.length === 0
      ? [texts(notebookCount > 0 ? 'cli.scan.onlyNotebooks' : 'cli.scan.noMainFile', { count: notebookCount })]
      : [
          texts('cli.scan.mainFile', { path: visibleText(mainFiles[0] ?? '') }),
          ...mainFiles
            .slice(1, maxCandidates)
            .map((path) => `  ${texts('cli.scan.orMainFile', { path: visibleText(path) })}`),
          ...(more > 0 ? [`  ${texts('cli.scan.moreMainFiles', { count: more })}`] : []),
        ]),
    texts('cli.scan.image', { name: imageName }),
    texts('cli.scan.goesIn', { count: fileCount, size: formatBytes(sizeBytes) }),
    ...(layerBytes === null ? [] : [texts('cli.scan.layer', { size: formatBytes(layerBytes) })]),
    ...ignored.map((total) => describeIgnored(total, texts)),
    ...warnings.flatMap((warning) => describeWarning(warning, texts)),
    ...(omittedWarnings > 0 ? [texts('cli.scan.moreWarnings', { count: omittedWarnings })] : []),
    ...(answer.secretsArePartial ? [texts('cli.scan.secretsPartial')] : []),
  ]
}

function describeIgnored({ rule, count, sizeBytes }: IgnoreTotal, texts: Texts): string {
  const { id, pattern, source } = rule
  const named = id === null ? visibleText(pattern) : texts(`scan.defaults.${id}`)
  return texts(`cli.scan.leftOut.${source}`, { count, size: formatBytes(sizeBytes), rule: named })
}

function describeWarning(warning: ScanWarning, texts: Texts): string[] {
  const { code, ...rest } = warning
  const values = Object.entries(rest).map(([name, value]) => {
    return [name, typeof value === 'string' ? visibleText(value) : value] as const
  })
  const words: Readonly<Record<string, string | number>> = {
    ...Object.fromEntries(values),
    ...('sizeBytes' in warning ? { size: formatBytes(warning.sizeBytes) } : {}),
    ...('fileCount' in warning ? { count: warning.fileCount } : {}),
  }
  return [`! ${texts(`scan.warnings.${code}.title`, words)}`, `    ${texts(`scan.warnings.${code}.cure`, words)}`]
}
