import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startLooking } from '../support/looker.ts'
import { keepAccount, keepProject } from '../support/opening.ts'
import { projectForm } from '../support/pages/project-form.ts'
import { projectPage } from '../support/pages/project-page.ts'
import { testsPage } from '../support/pages/tests-page.ts'
import { terminalPage } from '../support/pages/terminal-page.ts'
import { programFiles } from '../support/tiny-image.ts'
import { isCustomised, recipeLabel } from '../../electron/core/packages/recipe.ts'
import { packResult } from '../support/pages/pack-pages.ts'
import { startPipIndex, type PipIndex } from '../support/pip-index.ts'
import { combinations } from '../../shared/uaitrain/combinations.ts'
import { knownImages } from '../../shared/uaitrain/known-images.ts'
import { importPythonImage, pipFiles } from '../support/python-image.ts'
import { inMain } from '../support/in-main.ts'
import { readInContainer } from '../support/container-files.ts'
import { collect } from '../support/collect.ts'
import { startRealBench, type RealBench } from '../support/real-bench.ts'
import { writeFiles } from '../support/temporary-folder.ts'
import { expect, test } from './packer-test.ts'
import { answerWith, asked } from './quit-question.ts'

const { signal } = new AbortController()
const program = 'import tinynet\nprint("tinynet", tinynet.VERSION)\n'
const handmade = '/usr/local/lib/handmade.py'
const handmadeProgram =
  'import sys\nsys.path.append("/usr/local/lib")\nimport handmade\nprint("handmade", handmade.VALUE)\n'

let bench: RealBench
let before: readonly string[]
let index: PipIndex

test.beforeAll(async () => {
  bench = await startRealBench()
  before = await customisedImages()
  index = await startPipIndex({ name: 'tinynet', version: '1.2' })
  const files = { ...(await pipFiles()), ...(await programFiles(['cat', 'sleep', 'tar', 'stat', 'xargs'])) }
  const { engine, registry, baseCpu, baseGpu } = bench
  for (const tag of [baseCpu, baseGpu]) {
    await importPythonImage({ engine, tag, files, signal })
    await collect(engine.pushImage({ reference: tag, auth: registry.auth, signal }))
  }
  await writeFiles(join(bench.projectFolder, 'code'), { 'mnist.py': program })
})

test.afterAll(async () => {
  for (const tag of await customisedImages()) if (!before.includes(tag)) await bench.engine.removeImage(tag, signal)
  await index.stop()
  await bench.close()
})

/** What was made of base images for projects; what is packed on them has their label, too. */
async function customisedImages(): Promise<string[]> {
  const ids = await bench.engine.findImages({ name: recipeLabel }, signal)
  const images = await Promise.all(ids.map((id) => bench.engine.inspectImage(id, signal)))
  return images.flatMap((image) => image?.repoTags.filter(isCustomised) ?? []).sort()
}

/** A folder for an app that has a project of the bench. */
async function keepSpeech(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'uai-app-'))
  const dataFolder = join(folder, 'data')
  const accountId = await keepAccount(dataFolder, bench)
  await keepProject(dataFolder, bench, { name: 'speech', accountId })
  return folder
}

test('a package is installed in both base images by a click, once, and is in every image packed on them', async ({
  startPacker,
}) => {
  test.slow()
  const packer = await startPacker({ folder: await keepSpeech() })
  const { t } = packer
  const form = projectForm(packer)
  const look = await startLooking(packer.app, 'en-packages')

  await form.select('base').click()
  // All that can be chosen, and the user's own.
  await expect(form.options).toHaveCount(combinations.length + knownImages.length + 1)
  await packer.page.keyboard.press('Escape')

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

test('a terminal is opened in a base image, outlives a reload, and what was done there is in both images', async ({
  startPacker,
}) => {
  test.slow()
  const packer = await startPacker({ folder: await keepSpeech() })
  const { t, page } = packer
  const refusals: string[] = []
  page.on('console', (message) => {
    if (message.text().includes('Content Security Policy')) refusals.push(message.text())
  })
  const form = projectForm(packer)
  const terminal = terminalPage(packer)

  await form.form.getByRole('button', { name: t('packages.none') }).click()
  const look = await startLooking(packer.app, 'en-terminal')
  await terminal.menu.click()
  await terminal.choice('base', 'cpu').click()
  await expect(terminal.shown).toContainText('#', { timeout: 60_000 })
  await terminal.type('python -c "print(6 * 7)"')
  await expect(terminal.shown).toContainText('42')
  await terminal.type(
    "printf '\\033[31mred\\033[0m \\033[38;2;1;200;3mtrue\\033[0m \\033]8;;http://evil\\007link\\033]8;;\\007\\n'",
  )
  await expect(terminal.shown).toContainText('red true link')
  await look('open')
  await page.keyboard.press('Shift+Escape')
  await expect(terminal.close).toBeFocused()

  // Nothing of it is lost unasked.
  await answerWith(packer, 0)
  await inMain(packer.app.electron, ({ app }) => app.quit())
  await expect.poll(() => asked(packer)).toBe(1)

  await page.reload()
  await expect(terminal.shown).toContainText('red true link')
  await terminal.screen.click()
  await terminal.type(`echo VALUE = 5 > ${handmade}; rm /etc/identity; echo do""ne`)
  await expect(terminal.shown).toContainText('done')
  await terminal.close.click()
  const dialog = page.getByRole('dialog', { name: t('terminal.summary.title') })
  await expect(dialog.getByRole('row', { name: /usr\/local/ })).toBeVisible()
  await look('summary')
  await dialog.getByRole('button', { name: t('terminal.summary.confirm') }).click()
  await expect(page.getByRole('tab', { name: t('tabs.terminal') })).toBeHidden()

  const work = form.form.getByRole('region', { name: t('packages.title'), exact: true })
  await expect(work.getByText(t('packages.installed'))).toHaveCount(2, { timeout: 60_000 })
  await expect(work.getByRole('region', { name: t('packages.kept.title') })).toContainText('/usr/local')
  await look('kept')
  const customised = await customisedImages()

  // Whoever is asked can go back.
  await work
    .getByRole('region', { name: t('packages.kept.title') })
    .getByRole('button')
    .click()
  const question = page.getByRole('dialog', { name: t('packages.kept.forgetTitle') })
  await question.getByRole('button', { name: t('common.cancel') }).click()
  await expect(question).toBeHidden()
  await expect(work.getByRole('region', { name: t('packages.kept.title') })).toContainText('/usr/local')

  await writeFiles(join(bench.projectFolder, 'code'), { 'mnist.py': handmadeProgram })
  await projectPage(packer).pack.click()
  await expect(packResult(packer).region).toBeVisible({ timeout: 60_000 })
  await packResult(packer).runCpuTest.click()
  await expect(testsPage(packer).log).toContainText('handmade 5')
  const paths = ['/etc/identity', handmade]
  for (const image of [bench.cpuImage, bench.gpuImage]) {
    // The first one is gone.
    expect(await readInContainer({ engine: bench.engine, image, paths })).toEqual([null, 'VALUE = 5\n'])
  }
  expect(await customisedImages()).toEqual(customised)
  expect(refusals).toEqual([])
})

test('a module that a run was in want of is added by a click, which packs and runs again, to a green end', async ({
  startPacker,
}) => {
  test.slow()
  const packer = await startPacker({ folder: await keepSpeech() })
  const { t } = packer
  await writeFiles(join(bench.projectFolder, 'code'), { 'mnist.py': `${program}print("by a click")\n` })
  const form = projectForm(packer)
  await form.form.getByRole('button', { name: t('packages.none') }).click()
  await form.form.getByRole('button', { name: t('packages.sources') }).click()
  await form.fill('pipIndexUrl', index.url)
  await projectPage(packer).pack.click()
  await packResult(packer).runCpuTest.click({ timeout: 60_000 })

  const add = packer.page.getByRole('button', { name: t('explain.addPackage', { name: 'tinynet' }) })
  await add.click({ timeout: 60_000 })
  await expect(testsPage(packer).log).toContainText('by a click', { timeout: 120_000 })
  await expect(testsPage(packer).words).toContainText(t('tests.exitCode', { code: 0 }))
  await expect(add).toBeHidden()
})
