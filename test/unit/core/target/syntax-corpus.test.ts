import { readdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { decodeSource } from '../../../../electron/core/target/decode-source.ts'
import { syntaxFaults } from '../../../../electron/core/target/syntax-errors.ts'

/** Files of the machine's own Python: the newest grammar takes all that runs there. */
const folders = ['/usr/lib/python3', '/usr/lib/python3.11', '/usr/lib/python3.12', '/usr/lib/python3.13'].filter(
  (folder) => pythonFilesOf(folder).length > 0,
)
/** So many are read that the test takes some seconds; of more, every other, or third, … one. */
const maxFiles = 2500
/** Files of the test suites that are wrong on purpose, and templates that are no Python. */
const isMeantWrong = (path: string): boolean =>
  /\/(?:lib2to3\/tests|test|tests|testdata)\/|\bbad_?\w*\.py$|\{\{|template/.test(path)

function pythonFilesOf(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.py'))
  } catch {
    return []
  }
}

describe.skipIf(folders.length === 0)('the files of Debian’s Python', () => {
  it.each(folders)('of %s are no faults', { timeout: 120_000 }, async (folder) => {
    const paths = pythonFilesOf(folder).filter((path) => !isMeantWrong(`/${path}`))
    const step = Math.ceil(paths.length / maxFiles)
    const wrong: string[] = []
    for (const path of paths.filter((_, index) => index % step === 0)) {
      const { text } = decodeSource(await readFile(join(folder, path)))
      const [fault] = syntaxFaults(text, null)
      if (fault !== undefined) wrong.push(`${path}:${fault.line} ${fault.message}`)
    }
    expect(wrong).toEqual([])
  })
})
