import fc from 'fast-check'
import { expect, it } from 'vitest'
import { runCli } from '../../../electron/cli/run-cli.ts'
import { AppError } from '../../../shared/errors.ts'
import { silentAdapters } from '../../support/open-services.ts'
import { makeTemporaryFolder } from '../../support/temporary-folder.ts'

const obeyed = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e]/
const words = fc.string({ unit: 'binary', minLength: 1, maxLength: 60 })

it.each([[['explain', '-']], [['explain', '-', '--json']], [[]]])(
  'gives the terminal nothing to obey, whatever %j fails with',
  async (command) => {
    const dataFolder = await makeTemporaryFolder()
    await fc.assert(
      fc.asyncProperty(words, async (text) => {
        let written = ''
        const environment = {
          variables: { LANG: 'en' },
          currentFolder: dataFolder,
          dataFolder,
          sampleFolder: dataFolder,
          version: '1',
          writeOutput: (part: string) => void (written += part),
          writeError: (part: string) => void (written += part),
          clearLine: () => undefined,
          isTerminal: false,
          readInput: () => Promise.resolve(''),
          streamInput: () => {
            throw new AppError('read-failed', { path: text, words: `\u009d52;c;${text}\u202e\x1b[2J` })
          },
          signal: new AbortController().signal,
        }
        const given = command.length > 0 ? command : [`${text}\x1b[2J`]
        expect(await runCli(given, environment, silentAdapters(dataFolder))).not.toBe(0)
        expect(written).not.toMatch(obeyed)
        expect(written).toContain('[2J')
      }),
      { numRuns: 30 },
    )
  },
)
