import { randomBytes } from 'node:crypto'
import { mkdtemp, rename, symlink, truncate } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startLooking } from '../support/looker.ts'
import { keepAccount, keepProject, writeProjectFile } from '../support/opening.ts'
import { projectPage } from '../support/pages/project-page.ts'
import { startRealBench, type RealBench } from '../support/real-bench.ts'
import { textsIn } from '../support/texts.ts'
import { writeFiles } from '../support/temporary-folder.ts'
import { chooseInDialog, expect, test } from './packer-test.ts'

let bench: RealBench
let folder: string

test.beforeEach(async () => {
  bench = await startRealBench()
  folder = await mkdtemp(join(tmpdir(), 'uai-app-'))
})

test.afterEach(() => bench.close())

/** Code with everything in it that is warned of. */
async function writeSuspiciousCode(root: string): Promise<void> {
  const random = (): string => randomBytes(15).toString('base64').replace(/\W/g, 'x')
  await writeFiles(root, {
    'train.py': 'import argparse\n\nif __name__ == "__main__":\n    argparse.ArgumentParser().parse_args()\n',
    'models/resnet.py': '# net\n'.repeat(4000),
    'models/layers/attention.py': '# attention\n'.repeat(2500),
    'utils/metrics.py': '# metrics\n'.repeat(900),
    'Utils/metrics.py': '# metrics\n'.repeat(100),
    'data/mean.txt': '0.1307 0.3081\n',
    '.git/HEAD': 'ref: refs/heads/main\n',
    '__pycache__/train.cpython-36.pyc': 'x'.repeat(12_000),
    'conf/registry.json': JSON.stringify({ token: `ghp_${random()}${random()}`.slice(0, 40) }),
    'notes/读我.md': '# 训练说明\n'.repeat(300),
  })
  for (const [name, sizeBytes] of [
    ['checkpoints/epoch_90.pth', 180e6],
    ['train-images.npy', 640e6],
  ] as const) {
    await writeFiles(root, { [name]: '' })
    await truncate(join(root, name), sizeBytes)
  }
  await symlink('/etc/hostname', join(root, 'hosts'))
}

for (const language of ['en', 'zh-CN'] as const) {
  test(`every screen of projects and their files can be read and fits, in ${language}`, async ({ startPacker }) => {
    const t = textsIn(language)
    const dataFolder = join(folder, 'data')
    const accountId = await keepAccount(dataFolder, bench)
    const bigCode = join(bench.projectFolder, '..', 'speech', 'code')
    await writeSuspiciousCode(bigCode)
    const moved = join(bench.projectFolder, '..', 'moved', 'code')
    await writeFiles(moved, { 'train.py': 'print()\n' })
    for (const name of ['bert-中文预训练', 'imagenet-ddp-with-a-name-longer-than-the-list']) {
      await keepProject(dataFolder, bench, { name, accountId })
    }
    await keepProject(dataFolder, bench, { name: 'gone', accountId, codePath: moved })
    await rename(moved, `${moved}-elsewhere`)

    const packer = await startPacker({ folder, language })
    const { page } = packer
    const look = await startLooking(packer.app, `${language}-projects`)
    const pages = projectPage(packer)
    await pages.row('gone').click()
    await expect(page.getByText(t('projects.movedTitle'))).toBeVisible()
    await look('moved')

    await chooseInDialog(packer, bigCode)
    await pages.newProject.click()
    await expect(page.getByRole('dialog', { name: t('open.foldersTitle') })).toBeVisible()
    await look('missing-folders')
    await page.getByRole('button', { name: t('open.foldersMake'), exact: true }).click()
    await expect(pages.title).toHaveText('speech')
    await look('new-project')

    await page.getByRole('tab', { name: new RegExp(t('tabs.files')) }).click()
    await expect(page.getByRole('treegrid', { name: t('files.tree') })).toContainText('train-images.npy')
    await expect(page.getByText('ghp', { exact: false })).toHaveCount(0)
    await expect(page.getByText(t('files.layerUnknown'))).toHaveCount(0)
    await look('files')
    await page.getByRole('row', { name: /train-images\.npy/ }).click()
    await look('files-chosen')
    await page.getByText(t('files.panels.ignored'), { exact: true }).click()
    await look('left-out')
    await page.getByText(t('files.panels.rules'), { exact: true }).click()
    await look('rules')

    await page.getByRole('button', { name: t('common.moreActions') }).click()
    await look('menu')
    await page.getByRole('menuitem', { name: t('projects.remove') }).click()
    await expect(page.getByRole('dialog')).toBeVisible()
    await look('delete')
    await page.keyboard.press('Escape')
    await expect(page.getByRole('dialog')).toHaveCount(0)

    await page.keyboard.press('ControlOrMeta+k')
    const palette = page.getByRole('dialog')
    await expect(palette.locator('[data-combobox-selected]')).toHaveText(t('pack.action'))
    await look('palette')
    await page.keyboard.type('bert')
    await expect(palette.getByRole('option')).toHaveCount(1)
    await look('palette-found')
    await page.keyboard.press('Enter')
    await expect(palette).toHaveCount(0)
    await expect(pages.title).toHaveText('bert-中文预训练')
    await page.keyboard.press('ControlOrMeta+k')
    await page.keyboard.type('zzz')
    await expect(palette).toContainText(t('palette.none', { query: 'zzz' }))
    await page.keyboard.press('Escape')
    await expect(palette).toHaveCount(0)

    const line = `python pytorch_tool.py pack --public_key P --private_key S --uhub_username lin@example.com
      --uhub_password W --uhub_registry demo --uhub_imagename pasted-net --ai_arch_v pytorch-0.4
      --code_path ${bigCode} --mainfile_path train.py --test_data_path /data --test_output_path /out`
    await packer.app.electron.evaluate(async ({ clipboard }, text) => clipboard.writeText(text), line)
    await page.getByRole('tab', { name: t('tabs.pack') }).focus()
    await page.keyboard.press('ControlOrMeta+v')
    await expect(page.getByRole('dialog', { name: t('open.pasteTitle') })).toBeVisible()
    await look('paste')
    await page.keyboard.press('Escape')
    await expect(page.getByRole('dialog')).toHaveCount(0)

    const file = await writeProjectFile(bench, 'colleague')
    await chooseInDialog(packer, file)
    await page.getByRole('button', { name: t('projects.moreWays') }).click()
    await page.getByRole('menuitem', { name: t('projects.importFile') }).click()
    await expect(page.getByRole('dialog', { name: t('open.importTitle', { name: 'colleague' }) })).toBeVisible()
    await look('import')
  })
}
