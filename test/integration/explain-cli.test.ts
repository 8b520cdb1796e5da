import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { runBuiltCli, type CliRun } from '../support/cli.ts'
import { readCases } from '../support/read-cases.ts'

interface Answer {
  readonly series: readonly { readonly name: string; readonly last: number; readonly count: number }[]
  readonly epochs: { readonly last: number; readonly total: number | null } | null
  readonly notFinite: readonly { readonly name: string; readonly line: number }[]
  readonly settings: Readonly<Record<string, unknown>>
  readonly explanations: readonly { readonly id: string; readonly line: number | null; readonly subject: string }[]
}

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'uai-explain-'))
})
afterAll(() => rm(folder, { recursive: true }))

function explain(words: readonly string[], input = '', language = 'C.UTF-8'): Promise<CliRun> {
  const variables = { UAI_DATA_FOLDER: join(folder, 'data'), LC_ALL: language }
  return runBuiltCli(['explain', ...words], { folder, input, variables })
}

async function answerTo(input: string, ...words: readonly string[]): Promise<Answer> {
  const { exitCode, output, errors } = await explain(['-', '--json', ...words], input)
  expect({ exitCode, errors }).toEqual({ exitCode: 0, errors: '' })
  return JSON.parse(output) as Answer
}

it('reads the numbers out of logs of many kinds', { timeout: 300_000 }, async () => {
  interface LogCase {
    readonly lines: readonly string[]
    readonly last: Readonly<Record<string, number>>
    readonly epoch?: number
    readonly notFinite?: readonly string[]
    readonly never?: readonly string[]
  }
  for (const { lines, last, epoch, notFinite = [], never = [] } of readCases<LogCase>('logs.jsonl')) {
    const answer = await answerTo(`${lines.join('\n')}\n`)
    const found = Object.fromEntries(answer.series.map((one) => [one.name, one.last]))
    for (const [name, value] of Object.entries(last)) expect(found[name], `${name}: ${lines[0]}`).toBeCloseTo(value, 9)
    for (const name of never) expect(Object.keys(found)).not.toContain(name)
    if (epoch !== undefined) expect(answer.epochs?.last).toBe(epoch)
    expect(answer.notFinite.map(({ name }) => name)).toEqual(notFinite)
  }
})

it('names why runs of many kinds ended, and is silent about what ended none', { timeout: 600_000 }, async () => {
  for (const { line, id } of readCases<{ line: string; id: string }>('failures.jsonl')) {
    const { explanations } = await answerTo(`epoch 1 loss: 0.5\n${line}\n`)
    expect(explanations[0], line).toMatchObject({ id, line: 2 })
  }
  for (const { line } of readCases<{ line: string }>('harmless.jsonl')) {
    expect((await answerTo(`${line}\nValueError: boom\n`)).explanations, line).toEqual([])
  }
})

it('takes the exit code into account', async () => {
  expect((await answerTo('RuntimeError: CUDA out of memory.\n', '--exit', '0')).explanations).toEqual([])
  const killed = await answerTo('epoch 1 loss: 0.5\n', '--exit=137')
  expect(killed.explanations).toEqual([{ id: 'killed', line: null, subject: '137' }])
})

it('says it in words, in both languages, and lets nothing of the log reach the terminal as it is', async () => {
  await writeFile(
    join(folder, 'run.log'),
    `\u001b]52;c;aGk=\u0007epoch 2/3 loss: 0.25\nModuleNotFoundError: No module named 'a\u001b[2Jb'\nMemoryError\n`,
  )
  const english = await explain(['run.log'])
  expect(english.output).toContain('The run needed more memory than there was')
  expect(english.output).toContain('line 3: MemoryError')
  expect(english.output).toContain('epoch 2 of 3')
  expect(english.output).toMatch(/^loss: 1 values, first 0\.25, last 0\.25/m)
  const chinese = await explain(['run.log'], '', 'zh_CN.UTF-8')
  expect(chinese.output).toContain('第 3 行：MemoryError')
  for (const { output } of [english, chinese]) expect(output).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/)
})

it('reads what is no text, and lines of any length', async () => {
  const bytes = Buffer.concat([
    Buffer.from([0xff, 0xfe, 0x00, 0x0a]),
    Buffer.alloc(20_000_000, 'x'),
    Buffer.from('\nMemoryError\n'),
  ])
  await writeFile(join(folder, 'odd.log'), bytes)
  const { exitCode, output } = await explain(['odd.log', '--json'])
  expect(exitCode).toBe(0)
  expect((JSON.parse(output) as Answer).explanations[0]?.id).toBe('out-of-memory')
})

it('names what is wrong with a file or with the command line', async () => {
  const missing = await explain(['nothing.log'])
  expect(missing.exitCode).toBe(1)
  expect(missing.errors).toContain(join(folder, 'nothing.log'))
  await mkdir(join(folder, 'logs'))
  expect((await explain(['logs'])).errors).toContain('EISDIR')
  expect(await explain([])).toMatchObject({
    exitCode: 2,
    errors: expect.stringContaining('FILE is missing') as unknown,
  })
  expect(await explain(['-', '--exit', 'x'])).toMatchObject({
    exitCode: 2,
    errors: expect.stringContaining('--exit') as unknown,
  })
  expect(await explain(['a', 'b'])).toMatchObject({ exitCode: 2 })
})
