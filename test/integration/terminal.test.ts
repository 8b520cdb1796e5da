import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createDockerEngine } from '../../electron/adapters/docker/create-engine.ts'
import { runTerminal } from '../../electron/core/terminal/run-terminal.ts'
import { scrollBackBytes, type TerminalSession } from '../../electron/core/terminal/terminal-session.ts'
import { jobLabel } from '../../electron/core/runs/plan-test.ts'
import { JobId } from '../../shared/model/ids.ts'
import { noPackages } from '../../shared/model/packages.ts'
import type { TerminalEnd, TerminalOutput } from '../../shared/model/terminal.ts'
import { collect } from '../support/collect.ts'
import { makeTar } from '../support/tar.ts'
import { programFiles } from '../support/tiny-image.ts'

const engine = createDockerEngine()
const { signal } = new AbortController()
const run = randomUUID()
const image = `uai-test/terminal:${run.slice(0, 8)}`
const size = { columns: 91, rows: 33 }
const encoder = new TextEncoder()

beforeAll(async () => {
  const programs = await programFiles(['sh', 'bash', 'sleep', 'stty', 'head', 'tr', 'printf', 'env', 'cat'])
  const files = { ...programs, 'etc/identity': run }
  await engine.importImage({ rootFileSystem: makeTar(files), tag: image, signal })
})

afterAll(async () => {
  for (const id of await containersLeft()) await engine.removeContainer(id)
  await engine.removeImage(image, signal)
})

interface Opened {
  readonly session: TerminalSession
  readonly stop: () => Promise<unknown>
  readonly cancel: () => Promise<unknown>
}

async function open(settings = noPackages): Promise<Opened> {
  const [stop, cancel] = [new AbortController(), new AbortController()]
  let ended: Promise<unknown> = Promise.resolve()
  const session = await new Promise<TerminalSession>((resolve, reject) => {
    const activities = runTerminal({
      engine,
      lane: 'cpu',
      prepare: async function* () {
        return Promise.resolve(image)
      },
      settings,
      onOpen: resolve,
      context: { id: JobId.parse(run), stop: stop.signal, signal: cancel.signal },
    })
    ended = collect(activities).catch((error: unknown) => {
      reject(error instanceof Error ? error : new Error(String(error)))
      return error
    })
  })
  const end = (controller: AbortController) => (): Promise<unknown> => {
    controller.abort()
    return ended
  }
  return { session, stop: end(stop), cancel: end(cancel) }
}

type Reading = AsyncGenerator<TerminalOutput[], TerminalEnd>

async function readUntil(reading: Reading, wanted: string): Promise<string> {
  const pieces: Uint8Array[] = []
  for (;;) {
    const step = await reading.next()
    if (step.done === true) throw new Error(`ended: ${Buffer.concat(pieces).toString()}`)
    pieces.push(...step.value.map(({ bytes }) => bytes))
    const text = Buffer.concat(pieces).toString()
    if (text.includes(wanted)) return text
  }
}

/** Past whatever the shell still writes. */
async function endOf(reading: Reading): Promise<TerminalEnd> {
  for (;;) {
    const step = await reading.next()
    if (step.done === true) return step.value
  }
}

const containersLeft = (): Promise<string[]> => engine.findContainers({ name: jobLabel, value: run }, signal)

describe('a terminal in an image', () => {
  it('takes and shows any text, follows its window’s size, and leaves no container', async () => {
    const { session, stop } = await open()
    const reading = session.attach(size, signal)
    // What is read first comes after the size is known.
    await readUntil(reading, '# ')
    await session.write(encoder.encode('stty size; printf "%s\\n" 训"练"é\n'))
    expect(await readUntil(reading, '训练é\r\n')).toContain('33 91\r\n')
    await session.resize({ columns: 120, rows: 40 })
    await session.write(encoder.encode('stty size\n'))
    await readUntil(reading, '40 120\r\n')
    expect(await containersLeft()).toHaveLength(1)
    expect(await stop()).toMatchObject({ result: { kind: 'terminal' } })
    expect(await endOf(reading)).toBe('closed')
    expect(await containersLeft()).toEqual([])
  })

  it('has the sources of packages in its environment, and writes no history', async () => {
    const { session, stop } = await open({ ...noPackages, proxy: 'http://me:secret@proxy:1' })
    const reading = session.attach(size, signal)
    await session.write(encoder.encode('env; exit\n'))
    const shown = await readUntil(reading, 'http_proxy=http://me:secret@proxy:1')
    expect(`${shown}${await readUntil(reading, 'HISTFILE=\r\n').catch(() => '')}`).toContain('HISTFILE=\r\n')
    await endOf(reading)
    await session.startShell()
    const again = session.attach(size, signal)
    await session.write(encoder.encode('cat ~/.bash_history /.bash_history; printf "%s\\n" do"ne"\n'))
    expect(await readUntil(again, 'done\r\n')).not.toContain('env; exit\r\nenv; exit')
    await stop()
  })

  it('is held up by a slow reader, whole and within bounds', async () => {
    const { session, cancel } = await open()
    const reading = session.attach(size, signal)
    await session.write(encoder.encode('stty -echo; head -c 10000000 /dev/zero | tr "\\0" x; printf "%s\\n" en"d"\n'))
    let shownBytes = 0
    let end = ''
    while (!end.includes('end\r\n')) {
      const step = await reading.next()
      const bytes = step.done === true ? new Uint8Array() : (step.value[0]?.bytes ?? new Uint8Array())
      shownBytes += bytes.reduce((count, byte) => count + Number(byte === 120), 0)
      end = (end + Buffer.from(bytes).toString('latin1')).slice(-200)
      expect(bytes.byteLength).toBeLessThanOrEqual(64 * 1024)
    }
    expect(shownBytes).toBeGreaterThanOrEqual(10_000_000)
    const replay = (await session.attach(size, signal).next()).value as TerminalOutput[]
    expect(replay[0]?.bytes.byteLength).toBeLessThanOrEqual(scrollBackBytes)
    expect(await cancel()).toMatchObject({ code: 'cancelled' })
    expect(await containersLeft()).toEqual([])
  })
})
