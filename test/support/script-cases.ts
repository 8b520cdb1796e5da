import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { BaseChoice } from '../../shared/model/base-image.ts'

/** A small code folder, and the codes of what must and what must not be found in it. */
export const ScriptCase = z.object({
  name: z.string(),
  files: z.record(z.string(), z.string()),
  /** Files that are written in GBK in place of UTF-8. */
  gbk: z.array(z.string()).default([]),
  main: z.string(),
  python: z.enum(['2.7', '3.6']),
  trainParams: z.string().default(''),
  want: z.array(z.string()),
  never: z.array(z.string()),
})
export type ScriptCase = z.infer<typeof ScriptCase>

/** One object a line. */
export function readScriptCases(name: string): ScriptCase[] {
  const text = readFileSync(join(import.meta.dirname, '..', 'fixtures', 'cases', name), 'utf8')
  return text
    .trim()
    .split('\n')
    .map((line) => ScriptCase.parse(JSON.parse(line)))
}

export const basesOfCases: Readonly<Record<ScriptCase['python'], Extract<BaseChoice, { kind: 'combination' }>>> = {
  '3.6': { kind: 'combination', aiFramework: 'pytorch-0.4', os: 'ubuntu-16.04', python: 'python-3.6.2' },
  '2.7': { kind: 'combination', aiFramework: 'pytorch-0.2.0', os: 'ubuntu-14.04.05', python: 'python-2.7.6' },
}

/** GBK of the Han characters that the cases use. */
const gbkBytes: ReadonlyMap<string, readonly number[]> = new Map([
  ['训', [0xd1, 0xb5]],
  ['练', [0xc1, 0xb7]],
])

export function bytesOfCase({ files, gbk }: ScriptCase): Record<string, Uint8Array> {
  const bytes = Object.entries(files).map(([path, text]): [string, Uint8Array] => {
    if (!gbk.includes(path)) return [path, Buffer.from(text)]
    return [path, Uint8Array.from(Array.from(text).flatMap((one) => gbkBytes.get(one) ?? [...Buffer.from(one)]))]
  })
  return Object.fromEntries(bytes)
}
