import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { removeFolder } from '../support/launch-app.ts'
import { expectPacked, keepAccount, keepProject, writeUnknownFolder } from '../support/opening.ts'
import { launchPackaged, packageApp } from '../support/packaged-app.ts'
import { startRealBench, type RealBench } from '../support/real-bench.ts'
import { expect, test } from './app-test.ts'

let bench: RealBench
let folder: string

test.beforeEach(async () => {
  bench = await startRealBench()
  folder = await mkdtemp(join(tmpdir(), 'uai-packaged-'))
})

test.afterEach(async () => {
  await bench.close()
  await removeFolder(folder)
})

test('the app as it is packaged packs the folder that it is opened with, and ends cleanly', async () => {
  const accountId = await keepAccount(join(folder, 'data'), bench)
  await keepProject(join(folder, 'data'), bench, { name: 'older', accountId })
  const unknown = await writeUnknownFolder(bench, 'packaged-net')
  const program = await packageApp(join(folder, 'packages'))

  const { page, close } = await launchPackaged(program, folder, { open: [unknown] })
  await expectPacked(page, 'packaged-net')
  // Threads of their own find secrets, and search logs.
  await page.getByRole('tab', { name: 'Files' }).click()
  await expect(page.getByRole('treegrid')).toContainText('train.py')
  expect(await close()).toBe(0)
})
