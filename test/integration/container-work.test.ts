import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { createDockerEngine } from '../../electron/adapters/docker/create-engine.ts'
import type { ContainerSpec } from '../../electron/core/ports/engine.ts'
import { askEngine } from '../support/raw-engine.ts'
import { makeTar } from '../support/tar.ts'
import { thrownBy } from '../support/thrown.ts'
import { importTinyImage } from '../support/tiny-image.ts'

const engine = createDockerEngine()
const { signal } = new AbortController()
const run = randomUUID().slice(0, 8)
const image = `uai-test/work:${run}`
const label = { name: 'uai.test.work', value: run }
const root = { environment: {}, user: null } as const
const made: string[] = []

beforeAll(async () => {
  await importTinyImage(engine, image, signal)
})

afterEach(async () => {
  for (const id of await engine.findContainers(label, signal)) await engine.removeContainer(id)
})

afterAll(async () => {
  for (const id of made.reverse()) await engine.removeImage(id, signal)
  await engine.removeImage(image, signal)
})

/** A container that waits for work. */
async function startIdle(changes: Partial<ContainerSpec> = {}): Promise<string> {
  const id = await engine.createContainer(
    {
      image,
      entrypoint: ['/bin/sh', '-c', 'while :; do sleep 3600; done'],
      command: [],
      mounts: [],
      environment: {},
      labels: { [label.name]: label.value },
      runtime: null,
      network: 'none',
      ...changes,
    },
    signal,
  )
  await engine.startContainer(id, signal)
  return id
}

async function execute(id: string, script: string): Promise<{ out: string; err: string; exitCode: number }> {
  const output = engine.execute(id, { ...root, command: ['/bin/sh', '-c', script], environment: { MARK: 'x' } }, signal)
  const texts = { out: '', err: '' }
  for (;;) {
    const step = await output.next()
    if (step.done === true) return { ...texts, exitCode: step.value }
    texts[step.value.source] += Buffer.from(step.value.bytes).toString()
  }
}

async function configOf(reference: string): Promise<Record<string, unknown>> {
  const answer = (await askEngine('GET', `/images/${encodeURIComponent(reference)}/json`)) as {
    Config: Record<string, unknown>
  }
  return answer.Config
}

describe('a program in a container', () => {
  it('gives both outputs, its exit code, and the environment that it was given', async () => {
    const id = await startIdle()
    expect(await execute(id, 'printf "out $MARK"; printf err >&2; exit 7')).toEqual({
      out: 'out x',
      err: 'err',
      exitCode: 7,
    })
  })

  it('is refused in a container that is gone', async () => {
    expect(await thrownBy(execute('no-such-container', 'true'))).toMatchObject({ code: 'engine-refused' })
  })
})

describe('an image made of a container', () => {
  it('has what was changed, and the configuration of the image before it', async () => {
    const base = `uai-test/work-base:${run}`
    const settings = { Entrypoint: ['/bin/sh', '-c'], Cmd: ['true'], Env: ['A=1'], WorkingDir: '/etc', User: '0' }
    const created = (await askEngine('POST', '/containers/create', { Image: image, ...settings })) as { Id: string }
    await askEngine('POST', `/commit?container=${created.Id}&repo=uai-test/work-base&tag=${run}`, settings)
    await engine.removeContainer(created.Id)

    const id = await startIdle({ image: base, environment: {} })
    await execute(id, 'printf kept > /etc/made; printf other > /etc/identity')
    expect(await engine.listChanges(id, signal)).toEqual(
      expect.arrayContaining([
        { path: '/etc', kind: 'changed' },
        { path: '/etc/made', kind: 'added' },
        { path: '/etc/identity', kind: 'changed' },
      ]),
    )
    const committed = await engine.commitContainer(id, { [label.name]: '', extra: 'yes' }, signal)
    made.push(base, committed)
    expect(committed).toMatch(/^sha256:[0-9a-f]{64}$/)
    expect(await configOf(committed)).toMatchObject({ ...settings, Labels: { [label.name]: '', extra: 'yes' } })
    const next = await startIdle({ image: committed })
    expect((await execute(next, 'cat /etc/made')).out).toBe('kept')
  })

  it('keeps none of how the container was started, where the image says nothing itself', async () => {
    const id = await startIdle()
    const committed = await engine.commitContainer(id, {}, signal)
    made.push(committed)
    const { Cmd, Entrypoint, Env } = await configOf(committed)
    expect([Cmd ?? [], Entrypoint ?? []]).toEqual([[], []])
    expect(Env ?? []).toEqual((await configOf(image))['Env'] ?? [])
  })

  it('is taken away again when the waiting for it ends', async () => {
    const id = await startIdle()
    const before = (await askEngine('GET', '/images/json?all=1')) as { Id: string }[]
    const stop = new AbortController()
    const committing = engine.commitContainer(id, { unwanted: run }, stop.signal)
    stop.abort()
    expect(await thrownBy(committing)).toMatchObject({ code: 'cancelled' })
    await engine.settle()
    const after = (await askEngine('GET', `/images/json?filters=${filter(`unwanted=${run}`)}`)) as { Id: string }[]
    expect(after).toEqual([])
    expect(before.length).toBeGreaterThan(0)
  })
})

function filter(text: string): string {
  return encodeURIComponent(JSON.stringify({ label: [text] }))
}

describe('an archive', () => {
  it('goes into a container and comes out again', async () => {
    const id = await startIdle()
    await engine.writeArchive({ id, folder: '/etc', archive: makeTar({ 'a/b.txt': '训练' }), signal })
    expect((await execute(id, 'cat /etc/a/b.txt')).out).toBe('训练')
    const pieces: Uint8Array[] = []
    for await (const piece of engine.readArchive(id, '/etc/a', signal)) pieces.push(piece)
    expect(Buffer.concat(pieces).toString()).toContain('a/b.txt')
  })
})

describe('a terminal', () => {
  it('shows what is typed and its echo, knows its size, and ends with its program', async () => {
    const id = await startIdle()
    const terminal = await engine.openTerminal(id, { ...root, command: ['/bin/sh'], columns: 91, rows: 33 }, signal)
    await terminal.write(Buffer.from('printf "%s\\n" 训"练"; exit\n'))
    let shown = ''
    for await (const bytes of terminal.output) shown += Buffer.from(bytes).toString()
    expect(shown).toContain('训练\r\n')
    await terminal.resize({ columns: 80, rows: 24 })
    expect(await thrownBy(terminal.write(Buffer.from('x')))).toMatchObject({ code: 'engine-stream-cut' })
  })

  it('ends when it is closed', async () => {
    const id = await startIdle()
    const terminal = await engine.openTerminal(id, { ...root, command: ['/bin/sh'], columns: 80, rows: 24 }, signal)
    const output = terminal.output[Symbol.asyncIterator]()
    expect((await output.next()).done).toBe(false)
    terminal.close()
    for (let step = await output.next(); step.done !== true; step = await output.next());
    expect((await output.next()).done).toBe(true)
  })

  it('is refused as any other request is', async () => {
    const opening = engine.openTerminal('gone', { ...root, command: ['/bin/sh'], columns: 80, rows: 24 }, signal)
    expect(await thrownBy(opening)).toMatchObject({ code: 'engine-refused' })
  })
})
