import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startLooking } from '../support/looker.ts'
import { keepAccount, keepProject } from '../support/opening.ts'
import { projectForm } from '../support/pages/project-form.ts'
import { projectPage } from '../support/pages/project-page.ts'
import { testsPage } from '../support/pages/tests-page.ts'
import { packResult } from '../support/pages/pack-pages.ts'
import { startPipIndex, type PipIndex } from '../support/pip-index.ts'
import { importPythonImage, pipFiles } from '../support/python-image.ts'
import { collect } from '../support/collect.ts'
import { startRealBench, type RealBench } from '../support/real-bench.ts'
import { writeFiles } from '../support/temporary-folder.ts'
import { expect, test } from './packer-test.ts'

const { signal } = new AbortController()
const program = 'import tinynet\nprint("tinynet", tinynet.VERSION)\n'

let bench: RealBench
let index: PipIndex
let folder: string

test.beforeEach(async () => {
  bench = await startRealBench()
  index = await startPipIndex({ name: 'tinynet', version: '1.2' })
  folder = await mkdtemp(join(tmpdir(), 'uai-app-'))
  const files = await pipFiles()
  const { engine, registry, baseCpu, baseGpu } = bench
  for (const tag of [baseCpu, baseGpu]) {
    await importPythonImage({ engine, tag, files, signal })
    await collect(engine.pushImage({ reference: tag, auth: registry.auth, signal }))
  }
  await writeFiles(join(bench.projectFolder, 'code'), { 'mnist.py': program })
})

test.afterEach(async () => {
  await index.stop()
  await bench.close()
})

test('a package is installed in both base images by a click, once, and is in every image packed on them', async ({
  startPacker,
}) => {
  test.slow()
  const dataFolder = join(folder, 'data')
  const accountId = await keepAccount(dataFolder, bench)
  await keepProject(dataFolder, bench, { name: 'speech', accountId })
  const packer = await startPacker({ folder })
  const { t } = packer
  const form = projectForm(packer)
  const look = await startLooking(packer.app, 'en-packages')

  await form.form.getByRole('button', { name: t('packages.none') }).click()
  await form.fill('pipPackages', 'tinynet==9')
  await form.form.getByRole('button', { name: t('packages.sources') }).click()
  await form.fill('pipIndexUrl', index.url)
  const work = form.form.getByRole('region', { name: t('packages.title') })
  await work.getByRole('button', { name: t('packages.install') }).click()
  await expect(work.getByRole('alert')).toContainText('tinynet==9', { timeout: 60_000 })
  await look('not-found')

  await form.fill('pipPackages', 'tinynet==1.2')
  await work.getByRole('button', { name: t('packages.install') }).click()
  const images = work.getByRole('list', { name: t('packages.images') })
  await expect(images.getByText(t('packages.installed'))).toHaveCount(2, { timeout: 60_000 })
  await look('installed')
  const target = form.preview.getByRole('region', { name: t('target.title') })
  await target.getByRole('button', { name: t('target.trial.start') }).click()
  await expect(target).toContainText(t('target.trial.outcomes.unread'))
  await expect(target).toContainText('uai-train-packer/base:')
  await expect(target).not.toContainText(t('target.trial.missing', { module: 'tinynet' }))
  await look('tried')
  const downloads = index.downloads()
  expect(downloads).toBe(2)

  await projectPage(packer).pack.click()
  await expect(packResult(packer).region).toBeVisible({ timeout: 60_000 })
  await packResult(packer).runCpuTest.click()
  await expect(testsPage(packer).log).toContainText('tinynet 1.2')
  await expect(testsPage(packer).words).toContainText(t('tests.exitCode', { code: 0 }))

  await writeFiles(join(bench.projectFolder, 'code'), { 'mnist.py': `${program}print("changed")\n` })
  await projectPage(packer).tab('pack').click()
  await projectPage(packer).packAgain.click()
  await expect(packResult(packer).region).toBeHidden()
  await expect(packResult(packer).region).toBeVisible({ timeout: 60_000 })
  expect(index.downloads()).toBe(downloads)
  const gpu = await bench.engine.inspectImage(bench.gpuImage, signal)
  const base = await bench.engine.inspectImage(bench.baseGpu, signal)
  expect(gpu?.layers.slice(0, base?.layers.length)).toEqual(base?.layers)
  // The packages, and the code on them.
  expect(gpu?.layers).toHaveLength((base?.layers.length ?? 0) + 2)
})
