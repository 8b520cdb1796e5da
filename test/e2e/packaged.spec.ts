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
  // The terms of what others have made are in the package, and told.
  await page.keyboard.press('ControlOrMeta+k')
  await page.getByRole('combobox', { name: 'Search commands and projects' }).fill('About')
  await page.keyboard.press('Enter')
  const about = page.getByRole('dialog', { name: 'About UAI Train Packer' })
  await expect(about).toContainText('Version 0.1.0')
  for (const name of ['react', 'zod', 'libsql', 'uplot']) await expect(about).toContainText(`${name} `)
  await page.keyboard.press('Escape')
  await expect(about).toBeHidden()
  expect(await close()).toBe(0)
})
