import { resolve } from 'node:path'
import { noIgnoreSettings } from '../../shared/model/ignore.ts'
import type { FlagTable } from '../../shared/uaitrain/parse-arguments.ts'
import { inspectCodeFolder } from '../core/context/inspect.ts'
import { createFindSecrets } from '../core/scan/find-secrets.ts'
import { createScanService } from '../core/scan/scan-service.ts'
import { ownSecretsRule } from '../core/scan/secret-rules.ts'
import type { CliTools } from './cli-tools.ts'
import { describeScan, type ScanAnswer } from './describe-scan.ts'

export const scanFlags = { json: { value: null } } as const satisfies FlagTable

export const scanOperand = 'CODE_FOLDER'

/** `scan`: what of a code folder goes into an image, what is left out and why, and what to know of before. */
export async function scanCommand(
  folder: string,
  values: ReadonlyMap<keyof typeof scanFlags, string>,
  tools: CliTools,
): Promise<void> {
  const { environment, texts } = tools
  const answer = await scan(resolve(environment.currentFolder, folder), tools)
  environment.writeOutput(
    values.has('json') ? `${JSON.stringify(asJson(answer))}\n` : `${describeScan(answer, texts).join('\n')}\n`,
  )
}

async function scan(folder: string, { environment, adapters, redactor }: CliTools): Promise<ScanAnswer> {
  const { signal } = environment
  const { path, mainFiles, notebookCount, suggestion } = await inspectCodeFolder(folder, signal)
  const rules = [ownSecretsRule(redactor), (file: { path: string; text: string }) => adapters.secretLinter.find(file)]
  const scans = createScanService({ findSecrets: createFindSecrets(rules) })
  let answer: ScanAnswer = {
    ...{ path, mainFiles: mainFiles.map((file) => file.path), notebookCount, imageName: suggestion.imageName },
    summary: {
      ...{ fileCount: 0, folderCount: 0, sizeBytes: 0, ignoredCount: 0, ignoredBytes: 0 },
      ...{ ignoredIsPartial: false, layerBytes: null },
    },
    ...{ ignored: [], warnings: [], omittedWarnings: 0, secretsArePartial: false },
  }
  try {
    for await (const updates of scans.scan({ codePath: path, ignore: noIgnoreSettings, live: false }, signal)) {
      for (const update of updates) {
        if (update.type === 'scanned') {
          const { summary, ignored, warnings, omittedWarnings } = update
          answer = { ...answer, summary, ignored, warnings, omittedWarnings }
        }
        if (update.type === 'measured') answer = { ...answer, summary: update.summary }
        if (update.type === 'read') {
          const warnings = [...answer.warnings, ...update.warnings]
          answer = { ...answer, warnings, secretsArePartial: update.isPartial }
        }
      }
    }
  } finally {
    await adapters.secretLinter.close()
  }
  return answer
}

/** A rule tells the file that it stands in; the app's own stand in none. */
function asJson({ path, mainFiles, notebookCount, imageName, summary, ignored, ...rest }: ScanAnswer): unknown {
  return {
    ...{ path, mainFiles, notebookCount, imageName, ...summary },
    ignored: ignored.map(({ rule, count, sizeBytes }) => {
      return { ...rule, file: rule.source === 'dockerignore' ? '.dockerignore' : null, count, sizeBytes }
    }),
    ...rest,
  }
}
