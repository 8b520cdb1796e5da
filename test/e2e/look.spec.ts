import { startDetour } from '../support/detour.ts'
import { removeImage } from '../support/engine-images.ts'
import { startLooking, type Look } from '../support/looker.ts'
import { accountDialog } from '../support/pages/account-dialog.ts'
import { firstStart } from '../support/pages/first-start.ts'
import { packEnded, packResult, packRunning } from '../support/pages/pack-pages.ts'
import { projectForm } from '../support/pages/project-form.ts'
import { projectPage } from '../support/pages/project-page.ts'
import { testsPage } from '../support/pages/tests-page.ts'
import { makeOwnProject, packWell, smallCombination } from './own-project.ts'
import { addAccount, expect, sampleName, test, type Packer } from './packer-test.ts'

for (const language of ['en', 'zh-CN'] as const) {
  test(`every screen can be read and fits the smallest window, in ${language}`, async ({ startPacker }) => {
    const packer = await startPacker({ language })
    const { page, t } = packer
    const look = await startLooking(packer.app, language)

    await expect(firstStart(packer).trySandbox).toBeVisible()
    await look('first-start')
    await firstStart(packer).trySandbox.click()
    await expect(projectPage(packer).title).toHaveText(sampleName)
    await look('form')

    const project = await makeOwnProject(packer)
    const detour = await startDetour(packer.app)
    const images = [`${detour.registry.host}/demo/${project.imageName}:uaitrain`]
    const { pack, tab } = projectPage(packer)
    const form = projectForm(packer)
    try {
      await test.step('errors', () => lookAtErrors(packer, project.imageName, look))
      await form.choose('account', t('form.newAccount'))
      await expect(accountDialog(packer).dialog).toBeVisible()
      await look('account')
      await page.keyboard.press('Escape')
      await expect(accountDialog(packer).dialog).toBeHidden()

      await addAccount(packer, detour.account)
      await form.useOwnBase(project.bases.small, project.bases.small)
      const isUpload = ({ path }: { path: string }): boolean => path.includes('/blobs/uploads/')
      const held = detour.registry.hold({ matches: isUpload })
      await pack.click()
      await expect(packRunning(packer).region).toBeVisible()
      await held
      await expect(packRunning(packer).stage('gpu', 'push', 'started')).toBeVisible()
      await look('packing')
      const refusal = { code: 'DENIED', message: 'the registry demo is not shared with you' }
      detour.registry.answer(isUpload, 403, JSON.stringify({ errors: [refusal] }))
      await expect(packEnded(packer).remoteWords).toContainText('denied')
      await look('failure')
      detour.open()

      await form.choose('account', 'Sandbox')
      await form.choose('base', smallCombination)
      await packWell(packer)
      await look('result')
      await packWell(packer)
      await expect(packResult(packer).notes).toContainText(t('notes.already-there', { image: '' }).trim())
      await look('result-again')
      await packResult(packer).runCpuTest.click()
      await expect(testsPage(packer).words).toContainText(t('tests.exitCode', { code: 0 }))
      await look('tests')
      await tab('history').click()
      await expect(page.getByRole('grid', { name: t('history.title') })).toBeVisible()
      await look('history')
    } finally {
      await detour.stop()
      for (const image of images) await removeImage(image)
      await project.remove()
    }
  })
}

async function lookAtErrors(packer: Packer, imageName: string, look: Look): Promise<void> {
  const form = projectForm(packer)
  const dataFolder = await form.input('testDataPath').inputValue()
  await form.fill('imageName', 'Upper')
  await form.fill('testDataPath', 'relative')
  await projectPage(packer).pack.click()
  await expect(form.problemOf('imageName')).toBeVisible()
  await look('form-with-errors')
  await form.fill('imageName', imageName)
  await form.fill('testDataPath', dataFolder)
}
