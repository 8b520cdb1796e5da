import { homedir } from 'node:os'
import { join } from 'node:path'
import { readFile } from 'node:fs/promises'
import { readSecrets } from '../support/app-secrets.ts'
import { accountDialog } from '../support/pages/account-dialog.ts'
import { packResult } from '../support/pages/pack-pages.ts'
import { projectForm } from '../support/pages/project-form.ts'
import { testsPage } from '../support/pages/tests-page.ts'
import { findInFolder, findInStream, saveImages, takeHeapSnapshot, watchArguments } from '../support/secret-search.ts'
import { makeOwnProject, packWell, smallCombination, trainingCode } from './own-project.ts'
import { addAccount, expect, test } from './packer-test.ts'

test('typed secrets are in the keychain and nowhere else', async ({ startInSandbox }) => {
  const packer = await startInSandbox()
  const { app, page, t } = packer
  const project = await makeOwnProject(packer)
  // The sandbox's secrets are like no other text: they are their own markers.
  const { privateKey, uhubPassword } = project.secrets
  const login = Buffer.from(`${project.account.uhubUsername ?? ''}:${uhubPassword}`).toString('base64')
  const secrets = [privateKey, uhubPassword, login]
  const processes = watchArguments()
  try {
    await test.step('type them, test the account, pack, push, test', async () => {
      await addAccount(packer, project.account)
      await projectForm(packer).editAccount(project.account.name).click()
      const { test: tryOut, verdicts, dialog, close } = accountDialog(packer)
      await tryOut.click()
      await expect(verdicts.getByText(t('account.testOk'))).toHaveCount(2)
      await close.click()
      await expect(dialog).toBeHidden()
      await projectForm(packer).choose('base', smallCombination)
      await packWell(packer)
      await packResult(packer).runCpuTest.click()
      await expect(testsPage(packer).words).toContainText(t('tests.exitCode', { code: 0 }))
    })

    await test.step('in the keychain', async () => {
      expect(await readSecrets(app, project.account.name)).toEqual({ privateKey, uhubPassword })
    })

    await test.step('not in the arguments of any process', async () => {
      const lines = [...(await processes.stop())]
      expect(lines.some((line) => line.includes('docker-registry'))).toBe(true)
      expect(lines.filter((line) => secrets.some((secret) => line.includes(secret)))).toEqual([])
    })

    await test.step('not in the page', async () => {
      const heap = await takeHeapSnapshot(page)
      expect(heap).toContain(project.imageName)
      const shown = await page.content()
      for (const secret of secrets) {
        expect(heap.includes(secret), 'in the heap').toBe(false)
        expect(shown.includes(secret), 'in the document').toBe(false)
      }
    })

    await test.step('not in the images', async () => {
      const content = await saveImages([project.cpuImage, project.gpuImage])
      expect(await findInStream(content, [...secrets, trainingCode])).toEqual([trainingCode])
    })

    await test.step('not in a file: log, database, what a pack writes, Docker’s configuration', async () => {
      const own = [...secrets, project.imageName]
      const { found } = await findInFolder(app.dataFolder, own)
      const names = found.map((path) => path.slice(app.dataFolder.length + 1))
      expect(names.some((name) => name.startsWith('uai-train-packer.db'))).toBe(true)
      expect(names.some((name) => name.startsWith('jobs/'))).toBe(true)
      for (const folder of [app.folder, project.folder]) {
        const searched = await findInFolder(folder, secrets)
        expect(searched.found).toEqual([])
        expect(searched.files).toBeGreaterThanOrEqual(3)
      }
      const dockerConfig = await readFile(join(homedir(), '.docker', 'config.json'), 'utf8').catch(() => '')
      for (const secret of secrets) expect(dockerConfig).not.toContain(secret)
    })
  } finally {
    await processes.stop()
    await project.remove()
  }
})
