import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createDockerEngine } from '../../electron/adapters/docker/create-engine.ts'
import type { JobActivity } from '../../electron/core/jobs/activity.ts'
import { applyChange } from '../../electron/core/packages/apply-change.ts'
import { createChangeVault, type ChangeVault } from '../../electron/core/packages/change-vault.ts'
import { customiseBase, idleCommand } from '../../electron/core/packages/customise-base.ts'
import { runScript } from '../../electron/core/packages/run-script.ts'
import { jobLabel } from '../../electron/core/runs/plan-test.ts'
import { lookAtChanges, takeChanges } from '../../electron/core/terminal/take-changes.ts'
import type { CustomisedBase, KeptChange } from '../../shared/model/packages.ts'
import { collect } from '../support/collect.ts'
import { askEngine } from '../support/raw-engine.ts'
import { makeTar, type TarFile } from '../support/tar.ts'
import { thrownBy } from '../support/thrown.ts'
import { programFiles } from '../support/tiny-image.ts'

const engine = createDockerEngine()
const { signal } = new AbortController()
const run = randomUUID()
const bases = {
  cpu: `uai-test/kept-cpu:${run.slice(0, 8)}`,
  gpu: `uai-test/kept-gpu:${run.slice(0, 8)}`,
  odd: `uai-test/kept-odd:${run.slice(0, 8)}`,
}
const made = new Set<string>()
const settings = {
  Entrypoint: ['/bin/sh', '-c'],
  Cmd: ['true'],
  Env: ['A=1', 'PATH=/bin'],
  WorkingDir: '/srv',
  User: '7',
}
let vault: ChangeVault
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'uai-kept-'))
  vault = createChangeVault(folder)
  const programs = await programFiles([
    'sh',
    'sleep',
    'tar',
    'rm',
    'stat',
    'xargs',
    'mkdir',
    'ln',
    'chmod',
    'cat',
    'ls',
  ])
  const files: Record<string, string | TarFile> = {
    ...programs,
    'etc/settings': 'as they were',
    'srv/data/one': '1',
    'srv/data/two': '2',
    'srv/link/x': 'x',
  }
  await makeBase(bases.cpu, files)
  await makeBase(bases.gpu, { ...files, 'etc/identity': 'gpu' })
  await makeBase(bases.odd, { ...programs, srv: 'a file where there was a folder' })
})

afterAll(async () => {
  for (const id of await containersLeft()) await engine.removeContainer(id)
  for (const image of [...made, ...Object.values(bases)]) await engine.removeImage(image, signal)
  await rm(folder, { recursive: true })
})

async function makeBase(tag: string, files: Record<string, string | TarFile>): Promise<void> {
  await engine.importImage({ rootFileSystem: makeTar(files), tag, signal })
  const { Id } = (await askEngine('POST', '/containers/create', { Image: tag, ...settings })) as { Id: string }
  const [repository, name] = tag.split(':')
  await askEngine('POST', `/commit?container=${Id}&repo=${repository}&tag=${name}`, settings)
  await engine.removeContainer(Id)
}

async function startIdle(image: string): Promise<string> {
  const id = await engine.createContainer(
    {
      ...{ image, entrypoint: idleCommand, command: [], mounts: [], environment: {}, runtime: null },
      labels: { [jobLabel]: run },
      network: 'none',
    },
    signal,
  )
  await engine.startContainer(id, signal)
  return id
}

async function execute(container: string, script: string): Promise<string> {
  const { out, err, exitCode } = await runScript({ engine, container, script, words: [], signal })
  if (exitCode !== 0) throw new Error(err.join('\n'))
  return out.join('\n')
}

const take = (container: string): Promise<KeptChange> =>
  takeChanges({ engine, container, vault, lane: 'cpu', now: 5, onRead: () => undefined, signal })

async function apply(base: string, change: KeptChange): Promise<{ result: CustomisedBase; notes: JobActivity[] }> {
  const options = { engine, lane: 'gpu', base, work: applyChange(change, vault), jobId: run, signal } as const
  const { items, result } = await collect(customiseBase(options))
  made.add(result.image)
  return { result, notes: items.filter(({ type }) => type === 'note') }
}

const containersLeft = (): Promise<string[]> => engine.findContainers({ name: jobLabel, value: run }, signal)

const work = `
mkdir -p /opt/new/deep /tmp
printf 训练 > "/opt/new/deep/a b"
ln -s deep /opt/new/way
chmod 700 /opt/new/deep
printf changed > /etc/settings
rm /srv/data/one
rm -r /srv/link
mkdir /srv/link
printf anew > /srv/link/y
printf rubbish > /tmp/rubbish
mkdir -p /root
printf typed > /root/.bash_history
`

describe('what was changed in a container', () => {
  it('is the same in both base images, with their own configuration, once', async () => {
    const container = await startIdle(bases.cpu)
    await execute(container, work)
    expect(await lookAtChanges({ engine, container, signal })).toMatchObject({
      changed: 1,
      sizeBytes: expect.any(Number) as number,
      leftOut: expect.arrayContaining([expect.objectContaining({ reason: 'history' })]) as unknown,
    })
    const change = await take(container)
    for (const base of [bases.cpu, bases.gpu]) {
      const { result, notes } = await apply(base, change)
      expect(notes).toEqual([])
      expect(result.reused).toBe(false)
      const inspected = (await askEngine('GET', `/images/${result.id}/json`)) as { Config: unknown }
      expect(inspected.Config).toMatchObject(settings)
      const [before, after] = [await engine.inspectImage(base, signal), await engine.inspectImage(result.id, signal)]
      expect(after?.layers.slice(0, -1)).toEqual(before?.layers)

      const next = await startIdle(result.image)
      expect(await execute(next, 'cat "/opt/new/way/a b" /etc/settings /srv/link/y')).toBe('训练changedanew')
      expect(await execute(next, 'stat -c %a /opt/new/deep; ls /srv/data /srv/link')).toBe(
        '700\n/srv/data:\ntwo\n\n/srv/link:\ny',
      )
      expect(await execute(next, 'ls -A /tmp /root 2>/dev/null || true')).not.toMatch(/rubbish|history/)
      await engine.removeContainer(next)
      expect((await apply(base, change)).result.reused).toBe(true)
    }
    await engine.removeContainer(container)
    expect(await containersLeft()).toEqual([])
  })

  it('is told of where a base image lacks what it builds upon, and refused where it has something else', async () => {
    const container = await startIdle(bases.cpu)
    await execute(container, 'printf x > /etc/settings')
    const small = await take(container)
    const { notes } = await apply(bases.odd, small)
    expect(notes).toMatchObject([
      { note: { code: 'changes-differ', image: bases.odd, paths: expect.any(String) as string } },
    ])
    await execute(container, 'printf new > /srv/data/three')
    expect(await thrownBy(apply(bases.odd, await take(container)))).toMatchObject({ code: 'changes-not-applied' })
    await engine.removeContainer(container)
    expect(await containersLeft()).toEqual([])
  })

  it('is not kept where nothing was changed, or where the image has no tar', async () => {
    const container = await startIdle(bases.cpu)
    expect(await thrownBy(take(container))).toMatchObject({ code: 'changes-not-read' })
    await execute(container, 'printf x > /etc/settings; rm /bin/tar')
    expect(await thrownBy(take(container))).toMatchObject({ code: 'changes-not-read' })
    await engine.removeContainer(container)
  })
})
