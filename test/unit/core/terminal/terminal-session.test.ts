import { beforeEach, describe, expect, it } from 'vitest'
import { waitingBytes } from '../../../../electron/core/terminal/output-queue.ts'
import { scrollBackBytes, TerminalSession } from '../../../../electron/core/terminal/terminal-session.ts'
import type { Terminal } from '../../../../electron/core/ports/container-work.ts'
import type { TerminalEnd, TerminalOutput } from '../../../../shared/model/terminal.ts'
import { AppError } from '../../../../shared/errors.ts'
import { thrownBy } from '../../../support/thrown.ts'

const size = { columns: 100, rows: 30 }
const shell = { command: ['sh'], environment: {}, user: null }

/** A program that shows what a test has it show; `taken` counts the bytes that were asked for. */
class FakeProgram implements Terminal {
  readonly typed: string[] = []
  readonly sizes: unknown[] = []
  taken = 0
  isClosed = false
  #waiting: (Uint8Array | Error | null)[] = []
  #wake: () => void = () => undefined
  readonly output = this.#read()

  show(text: string): void {
    this.#add(Buffer.from(text))
  }
  fail(error: Error): void {
    this.#add(error)
  }
  exit(): void {
    this.#add(null)
  }
  write(bytes: Uint8Array): Promise<void> {
    this.typed.push(Buffer.from(bytes).toString())
    return Promise.resolve()
  }
  resize(to: unknown): Promise<void> {
    this.sizes.push(to)
    return Promise.resolve()
  }
  close(): void {
    this.isClosed = true
    this.exit()
  }

  #add(what: Uint8Array | Error | null): void {
    this.#waiting.push(what)
    this.#wake()
  }
  async *#read(): AsyncGenerator<Uint8Array, void> {
    for (;;) {
      const next = this.#waiting.shift()
      if (next === null) return
      if (next instanceof Error) throw next
      if (next === undefined) await new Promise<void>((resolve) => (this.#wake = resolve))
      else {
        this.taken += next.byteLength
        yield next
      }
    }
  }
}

type Reading = AsyncGenerator<TerminalOutput[], TerminalEnd>

let programs: FakeProgram[]
let session: TerminalSession
const { signal } = new AbortController()

beforeEach(async () => {
  programs = []
  const openTerminal = (): Promise<Terminal> => {
    const program = new FakeProgram()
    programs.push(program)
    return Promise.resolve(program)
  }
  session = new TerminalSession({ engine: { openTerminal }, container: 'c', shell, signal })
  await session.startShell()
})

function program(): FakeProgram {
  const newest = programs.at(-1)
  if (newest === undefined) throw new Error('no program was started')
  return newest
}

async function next(reading: Reading): Promise<string> {
  const step = await reading.next()
  if (step.done === true) return `end: ${step.value}`
  return step.value.map(({ kind, bytes }) => `${kind}: ${Buffer.from(bytes).toString()}`).join()
}

async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve()
}

describe('a terminal', () => {
  it('shows to who looks later what it has shown before, and then what comes', async () => {
    program().show('before\n')
    await settled()
    const first = session.attach(size, signal)
    expect(await next(first)).toBe('replay: before\n')
    program().show('训练\n')
    expect(await next(first)).toBe('output: 训练\n')
    expect(await next(session.attach(size, signal))).toBe('replay: before\n训练\n')
  })

  it('goes on when who looked at it is gone', async () => {
    const gone = new AbortController()
    const reading = session.attach(size, gone.signal)
    const waiting = reading.next()
    gone.abort()
    expect(await thrownBy(waiting)).toMatchObject({ code: 'cancelled' })
    program().show('x'.repeat(waitingBytes))
    program().show('y')
    await settled()
    expect(program().taken).toBe(waitingBytes + 1)
  })

  it('is held up by a slow reader, and keeps only so much', async () => {
    const reading = session.attach(size, signal)
    const first = next(reading)
    program().show('first')
    expect(await first).toBe('output: first')
    for (let piece = 0; piece < 100; piece += 1) program().show('x'.repeat(64 * 1024))
    await settled()
    expect(program().taken).toBeLessThanOrEqual(waitingBytes + 2 * 64 * 1024)
    for (let read = 0; read < 6_553_600;) {
      const [output] = (await reading.next()).value as TerminalOutput[]
      read += output?.bytes.byteLength ?? 0
    }
    const later = (await session.attach(size, signal).next()).value as TerminalOutput[]
    expect(later[0]?.bytes.byteLength).toBeLessThanOrEqual(scrollBackBytes)
  })

  it('has the size of who looks at it, also for the next shell', async () => {
    const reading = session.attach(size, signal)
    const waiting = next(reading)
    await settled()
    await session.resize({ columns: 120, rows: 40 })
    expect(program().sizes).toEqual([size, { columns: 120, rows: 40 }])
    program().exit()
    expect(await waiting).toBe('end: exited')
  })

  it('gets what is typed, and nothing after its shell has ended', async () => {
    await session.write(Buffer.from('ls\n'))
    expect(program().typed).toEqual(['ls\n'])
    program().exit()
    await settled()
    await session.write(Buffer.from('lost'))
    expect(program().typed).toEqual(['ls\n'])
  })

  it('tells how it ended, and goes on with a new shell', async () => {
    program().show('old ')
    program().exit()
    await settled()
    const ended = session.attach(size, signal)
    expect([await next(ended), await next(ended)]).toEqual(['replay: old ', 'end: exited'])
    await Promise.all([session.startShell(), session.startShell()])
    expect(programs).toHaveLength(2)
    const reading = session.attach(size, signal)
    expect(await next(reading)).toBe('replay: old ')
    session.close()
    expect(await next(reading)).toBe('end: closed')
    expect(program().isClosed).toBe(true)
  })

  it('tells of an engine that is gone', async () => {
    const waiting = session.attach(size, signal).next()
    await settled()
    program().fail(new AppError('engine-stream-cut', { operation: 'exec' }))
    expect(await thrownBy(waiting)).toMatchObject({ code: 'engine-stream-cut' })
  })
})
