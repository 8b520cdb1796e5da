import { randomBytes } from 'node:crypto'
import { access, mkdtemp, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expectPacked, keepAccount, keepProject } from '../support/opening.ts'
import { readPushedImage } from '../support/pushed-image.ts'
import { startRealBench, type RealBench } from '../support/real-bench.ts'
import { writeFiles } from '../support/temporary-folder.ts'
import { expect, test } from './app-test.ts'

let bench: RealBench
let folder: string

test.beforeEach(async () => {
  bench = await startRealBench()
  folder = await mkdtemp(join(tmpdir(), 'uai-app-'))
  const dataFolder = join(folder, 'data')
  const accountId = await keepAccount(dataFolder, bench)
  await keepProject(dataFolder, bench, { name: 'speech', accountId })
})

test.afterEach(() => bench.close())

test('what one click ignores in the Files tab is not in the image', async ({ launch }) => {
  const { page } = await launch({ folder })
  await page.getByRole('tab', { name: /^Files/ }).click()
  const tree = page.getByRole('treegrid', { name: 'Files, biggest first' })
  await tree.getByRole('row', { name: /with space\.txt/ }).click()
  await page.getByRole('button', { name: 'Ignore *.txt' }).click()
  await expect(tree.getByRole('row', { name: /with space\.txt/ })).toHaveCount(0)
  await expect(tree.getByRole('row', { name: /mnist\.py/ })).toBeVisible()
  await page.getByText('Left out', { exact: true }).click()
  await expect(page.getByText('**/*.txt')).toBeVisible()
  await page.getByRole('button', { name: 'Pack', exact: true }).click()
  await expectPacked(page, 'speech')

  const image = await readPushedImage(bench.registry, { repository: `demo/${bench.imageName}`, tag: 'uaitrain' })
  const names = (await image?.readLayer(image.layers.at(-1) ?? ''))?.names ?? []
  expect(names.some((name) => name.endsWith('mnist.py'))).toBe(true)
  expect(names.filter((name) => name.endsWith('.txt'))).toEqual([])
})

test('a secret in the code is told, and what is kept is not told again after a restart', async ({ launch }) => {
  const code = join(bench.projectFolder, 'code')
  const token = `ghp_${randomBytes(18).toString('hex')}`
  await writeFiles(code, { 'conf/hub.py': `import hub\n\nhub.log_in('${token}')\n`, 'data/mean.txt': '0.13\n' })
  const secret = 'conf/hub.py, line 3, seems to hold a secret'
  const mount = 'data will not be seen'

  const first = await launch({ folder })
  await first.page.getByRole('tab', { name: /^Files/ }).click()
  const warnings = first.page.getByRole('region', { name: '2 warnings' })
  await expect(warnings.getByRole('listitem').first()).toContainText(secret)
  await expect(warnings).toContainText(mount)
  expect(await first.page.content()).not.toContain(token)
  await warnings.getByRole('button', { name: new RegExp(`^Keep it: ${mount}`) }).click()
  await expect(first.page.getByRole('region', { name: '1 warning', exact: true })).not.toContainText(mount)
  await first.close()

  const { page } = await launch({ folder })
  await expect(page.getByRole('tab', { name: /^Files/ })).toContainText('1')
  await page.getByRole('tab', { name: /^Files/ }).click()
  const left = page.getByRole('region', { name: '1 warning', exact: true })
  await expect(left).toContainText(secret)
  await expect(left).not.toContainText(mount)
  await left.getByRole('button', { name: '1 kept as it is' }).click()
  await expect(left).toContainText(mount)
})

test('the last of more files than are shown at once is reached', async ({ launch }) => {
  const names = Array.from({ length: 1234 }, (_, index) => `part-${String(index).padStart(4, '0')}.txt`)
  const parts = names.map((name, index) => [`many/${name}`, 'x'.repeat(names.length - index)] as const)
  await writeFiles(join(bench.projectFolder, 'code'), Object.fromEntries(parts))
  const { page } = await launch({ folder })
  await page.getByRole('tab', { name: /^Files/ }).click()
  const tree = page.getByRole('treegrid', { name: 'Files, biggest first' })
  await tree.getByRole('row', { name: /^many/ }).click()
  await page.keyboard.press('ArrowRight')
  await expect(tree.getByRole('row', { name: /part-0000/ })).toBeVisible()
  await expect(async () => {
    await page.keyboard.press('End')
    await expect(tree.getByRole('row', { name: /part-1233/ })).toBeVisible({ timeout: 1000 })
  }).toPass()
})

test('the files are looked at live', async ({ launch }) => {
  const { page } = await launch({ folder })
  await page.getByRole('tab', { name: /^Files/ }).click()
  const tree = page.getByRole('treegrid', { name: 'Files, biggest first' })
  await expect(tree.getByRole('row', { name: /mnist\.py/ })).toBeVisible()
  await writeFiles(join(bench.projectFolder, 'code'), { 'written-later.py': '#'.repeat(5000) })
  await expect(tree.getByRole('row').first()).toContainText('written-later.py')
})

test('a project is renamed in the list, copied, put away and deleted', async ({ launch }) => {
  const { page } = await launch({ folder })
  const list = page.getByRole('navigation', { name: 'Projects' })
  await list.getByRole('button', { name: /speech/ }).press('F2')
  await page.getByRole('textbox', { name: 'New name for speech' }).fill('voices')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'voices' })).toBeVisible()

  const choose = async (item: string): Promise<void> => {
    await page.getByRole('button', { name: 'More actions' }).click()
    await page.getByRole('menuitem', { name: item }).click()
  }
  await choose('Duplicate')
  await expect(list.getByRole('button', { name: /voices/ })).toHaveCount(2)
  await choose('Archive')
  await expect(list.getByRole('button', { name: 'Archived (1)' })).toBeVisible()
  await expect(list.getByRole('button', { name: /voices/ })).toHaveCount(1)
  await choose('Delete…')
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText(`Your code in ${bench.projectFolder}/code`)
  await dialog.getByRole('button', { name: 'Delete' }).click()
  await expect(list.getByRole('button', { name: /Archived/ })).toHaveCount(0)
  await access(join(bench.projectFolder, 'code', 'mnist.py'))
})

test('a command that is pasted becomes a project, and its secrets are not shown', async ({ launch }) => {
  const { electron, page } = await launch({ folder })
  await expect(page.getByRole('heading', { name: 'speech' })).toBeVisible()
  const line = [
    'sudo python pytorch_tool.py pack --public_key PUB --private_key MARKED-SECRET --uhub_username lin@example.com',
    '--uhub_password MARKED-PASSWORD --uhub_registry demo --uhub_imagename pasted-net --ai_arch_v pytorch-0.4',
    `--code_path ${bench.projectFolder}/code --mainfile_path mnist.py`,
    `--test_data_path ${bench.projectFolder}/data --test_output_path ${bench.projectFolder}/output`,
  ].join(' ')
  await electron.evaluate(async ({ clipboard }, text) => clipboard.writeText(text), line)
  await page.getByRole('tab', { name: 'Pack' }).focus()
  await page.keyboard.press('ControlOrMeta+v')
  const dialog = page.getByRole('dialog', { name: 'Make a project of this command?' })
  await expect(dialog).toContainText('pasted-net')
  await expect(dialog).not.toContainText('MARKED')
  await expect(dialog).toContainText('keychain')
  await dialog.getByRole('button', { name: 'Make the project' }).click()
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await expect(page.getByRole('textbox', { name: 'Image name' })).toHaveValue('pasted-net')
  expect(await page.content()).not.toContain('MARKED')
})

test('a project file is written beside the code, and a foreign change is not overwritten unasked', async ({
  launch,
}) => {
  const { page } = await launch({ folder })
  await page.getByRole('button', { name: 'More actions' }).click()
  await page.getByRole('menuitem', { name: 'Save project file beside the code' }).click()
  const path = join(bench.projectFolder, 'speech.uaitrain')
  await expect.poll(() => readFile(path, 'utf8').catch(() => '')).toContain('"code": "code"')
  expect(await readFile(path, 'utf8')).not.toContain(bench.registry.auth.password)

  await writeFiles(bench.projectFolder, { 'speech.uaitrain': '{"mine":true}' })
  await page.getByRole('button', { name: 'More actions' }).click()
  await page.getByRole('menuitem', { name: 'Update the project file' }).click()
  await expect(page.getByRole('dialog', { name: 'Overwrite the project file?' })).toBeVisible()
  await page.keyboard.press('Escape')
  expect(await readFile(path, 'utf8')).toBe('{"mine":true}')
})
