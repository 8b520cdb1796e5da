import { randomBytes } from 'node:crypto'
import { chown, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createDockerEngine } from '../../electron/adapters/docker/create-engine.ts'
import { createMachine } from '../../electron/adapters/machine/create-machine.ts'
import { createNodeFiles } from '../../electron/adapters/files/node-files.ts'
import type { JobActivity } from '../../electron/core/jobs/activity.ts'
import { createExplainer } from '../../electron/core/runs/explain/create-explainer.ts'
import { runTest } from '../../electron/core/runs/run-test.ts'
import type { FailureId } from '../../shared/model/explanation.ts'
import { JobId } from '../../shared/model/ids.ts'
import { defaultRunOptions, type RunOptions } from '../../shared/model/run-options.ts'
import type { TestTarget } from '../../shared/model/test-run.ts'
import { importPythonImage } from '../support/python-image.ts'
import { samplePackRequest, sampleProjectSettings, sampleTestPlan } from '../support/samples.ts'
import { makeTemporaryFolder } from '../support/temporary-folder.ts'

interface Provoked {
  readonly code: string
  readonly target?: TestTarget
  readonly options?: Partial<RunOptions>
}

/** A few lines of training code that really fail so. */
const provoked: Partial<Record<FailureId, Provoked>> = {
  'missing-module': { code: 'import tensorboardX' },
  'unknown-argument': { code: 'import argparse\nargparse.ArgumentParser().parse_args()' },
  'data-file-missing': { code: "open('/data/data/train.csv')" },
  'read-only': { code: "open('/proc/sys/kernel/hostname', 'w')" },
  'disk-full': { code: "open('/dev/full', 'w').write('x' * 100_000)" },
  'permission-denied': { code: "open('/data/model.pt', 'w')", options: { user: 'own' } },
  'python2-code': { code: "print 'epoch'" },
  'no-network': { code: "import urllib.request\nurllib.request.urlopen('http://127.0.0.1:9/weights.pt')" },
  'wrong-architecture': { code: "import subprocess\nsubprocess.run(['/data/tool'])" },
  'out-of-memory': { code: 'held = [bytearray(1 << 20) for _ in range(600)]', options: { memoryMb: 48 } },
  // As a DataLoader does: a child that uses more of /dev/shm than there is, and a parent that tells how it died.
  'shared-memory': {
    code: `
import mmap, multiprocessing, signal
def fill():
    with open('/dev/shm/batch', 'w+b') as stream:
        stream.truncate(64 << 20)
        mmap.mmap(stream.fileno(), 64 << 20).write(b'x' * (64 << 20))
worker = multiprocessing.get_context('fork').Process(target=fill)
worker.start()
worker.join()
if worker.exitcode != 0:
    raise RuntimeError('DataLoader worker (pid %d) is killed by signal: %s.' % (worker.pid, signal.strsignal(-worker.exitcode)))
`,
    options: { sharedMemoryMb: 16 },
  },
  'gpu-not-offered': { code: 'print(1)', target: 'gpu' },
  crashed: { code: 'import os\nos.abort()' },
  'no-output': { code: "print('epoch 1 loss: 0.5')" },
}

const engine = createDockerEngine()
const { signal: never } = new AbortController()
const imageName = `known-${randomBytes(4).toString('hex')}`
const image = `${imageName}-cpu:uaitrain`
/** Not root, who may write everywhere. */
const owner = { uid: 12345, gid: 12346 }
let imageId = ''

beforeAll(async () => {
  const scripts = Object.entries(provoked).map(([id, { code }]) => [`data/${id}.py`, `${code}\n`] as const)
  const files = {
    ...Object.fromEntries(scripts),
    'data/tool': { content: '\u007fELF for another machine', mode: 0o755 },
  }
  imageId = await importPythonImage({ engine, tag: image, files, signal: never })
})
afterAll(() => engine.removeImage(image, never))

describe.concurrent('a failure that is known', () => {
  const ids = Object.keys(provoked) as FailureId[]
  it.for(ids)('is told when it happens in a container: %s', async (id, { onTestFinished }) => {
    const { target = 'cpu', options = {} } = provoked[id] ?? {}
    const folder = await makeTemporaryFolder(onTestFinished)
    for (const name of ['data', 'output']) {
      await mkdir(join(folder, name))
      await chown(join(folder, name), owner.uid, owner.gid).catch(() => {
        // Only root can give folders away, and only root's app needs to.
      })
    }
    const project = sampleProjectSettings({
      imageName,
      mainFile: `${id}.py`,
      testDataPath: join(folder, 'data'),
      testOutputPath: join(folder, 'output'),
    })
    const plan = sampleTestPlan({
      request: samplePackRequest({ project }),
      imageId,
      target,
      options: { ...defaultRunOptions, ...options },
      jobId: JobId.parse(randomBytes(8).toString('hex')),
    })
    const clock = { now: () => Date.now() }
    const surroundings = {
      engine,
      files: createNodeFiles(),
      gpus: { ask: () => Promise.resolve(null) },
      machine: createMachine(),
      clock,
      environment: {},
    }
    const explainer = createExplainer(plan)
    const { explain } = explainer
    const activities = runTest(plan, { ...surroundings, owner, explain, signal: never, stop: never, leave: never })
    const found: FailureId[] = []
    let index = 0
    const hear = (activity: JobActivity): void => {
      if (activity.type === 'explained') found.push(activity.explanation.id)
      if (activity.type !== 'log') return
      explainer.observe(activity.text.split('\n').map((text) => ({ ...activity, text, index: index++, at: 0 })))
    }
    try {
      for (let step = await activities.next(); step.done !== true; step = await activities.next()) hear(step.value)
    } catch (error) {
      // What the engine refuses ends the run; it has been told in the log before.
      expect(error, String(error)).toMatchObject({ code: 'gpu-unavailable' })
    }
    expect(found).toContain(id)
  })
})
