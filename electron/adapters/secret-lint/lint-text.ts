import { lintSource } from '@secretlint/core'
import { secretLintProfiler } from '@secretlint/profiler'
import { creator } from '@secretlint/secretlint-rule-preset-recommend'
import { extname } from 'node:path'
import { findKnownSecrets } from '../../core/scan/known-secrets.ts'
import type { FoundSecret } from '../../core/ports/secrets.ts'

const config = { rules: [{ id: creator.meta.id, rule: creator }] }

// It remembers every step of every file, and searches all of them at each one more.
secretLintProfiler.mark = () => undefined

/** Finds secrets by Secretlint's recommended rules, and those of the kinds that they do not know. */
export async function lintText({ path, text }: { path: string; text: string }): Promise<FoundSecret[]> {
  const { messages } = await lintSource({
    source: { filePath: path, content: text, contentType: 'text', ext: extname(path) },
    // The rules shall look at what they are given, not at the disk.
    options: { config, noPhysicFilePath: true },
  })
  const recommended = messages.map(({ ruleId, loc }) => {
    return { line: loc.start.line, rule: ruleId.replace(/^.*secretlint-rule-/, '') }
  })
  const lines = new Set(recommended.map(({ line }) => line))
  return [...recommended, ...findKnownSecrets(text).filter(({ line }) => !lines.has(line))]
}
