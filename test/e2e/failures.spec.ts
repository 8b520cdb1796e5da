import { randomBytes } from 'node:crypto'
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ErrorCode } from '../../shared/errors.ts'
import { inspectImage } from '../support/engine-images.ts'
import { startEngineRelay } from '../support/engine-relay.ts'
import { startFullRegistry } from '../support/full-registry.ts'
import { packEnded, packRunning, packResult } from '../support/pages/pack-pages.ts'
import { projectForm } from '../support/pages/project-form.ts'
import { projectPage } from '../support/pages/project-page.ts'
import { testsPage } from '../support/pages/tests-page.ts'
import { sandboxAccount } from '../support/sandbox.ts'
import { writeFiles } from '../support/write-files.ts'
import { makeOwnProject, packWell, smallCombination, trainingCode, type OwnProject } from './own-project.ts'
import { addAccount, changeAccount, expect, test, type Packer } from './packer-test.ts'

/** The error in our words, what to do, and the remote's own words; under it the form as it was. */
async function expectFailure(
  { packer, imageName }: OwnProject,
  told: { code: ErrorCode; values: Record<string, unknown>; words?: RegExp },
): Promise<void> {
  const { alert, remoteWords } = packEnded(packer)
  await expect(alert).toContainText(packer.t(`errors.${told.code}.title`, told.values), { timeout: 100_000 })
  if (told.words !== undefined) await expect(remoteWords).toHaveText(told.words)
  await expectUsableForm(packer, imageName)
}

async function expectUsableForm(packer: Packer, imageName: string): Promise<void> {
  const form = projectForm(packer)
  await expect(form.input('imageName')).toHaveValue(imageName)
  await expect(form.input('imageName')).toBeEditable()
  await expect(projectPage(packer).pack).toBeEnabled()
}

test('wrong key, wrong password, missing main file, upper case: each is told, and cured in place', async ({
  startInSandbox,
}) => {
  const packer = await startInSandbox()
  const { t } = packer
  const project = await makeOwnProject(packer)
  const { account, secrets, codeFolder, imageName } = project
  const { pack } = projectPage(packer)
  const form = projectForm(packer)
  try {
    await addAccount(packer, { ...account, privateKey: 'not-the-key', uhubPassword: 'not-the-password' })
    await form.choose('base', smallCombination)

    await test.step('wrong private key', async () => {
      await pack.click()
      const values = { action: 'GetUAITrainEnvPkg', retCode: '171' }
      await expectFailure(project, { code: 'ucloud-refused', values, words: /Signature VerifyAC Error/ })
      await expect(packEnded(packer).alert).toContainText(t('ucloud.retCodes.171'))
      await changeAccount(packer, account.name, { privateKey: secrets.privateKey })
    })

    await test.step('wrong UHub password', async () => {
      await pack.click()
      const values = { host: account.uhubHost, username: account.uhubUsername }
      await expectFailure(project, { code: 'registry-login-refused', values, words: /unauthorized|401/i })
      await expect(packEnded(packer).alert).toContainText(t('errors.registry-login-refused.cure'))
      await changeAccount(packer, account.name, { uhubPassword: secrets.uhubPassword })
    })

    await test.step('main file deleted since it was chosen', async () => {
      await rm(join(codeFolder, 'train.py'))
      await writeFiles(codeFolder, { 'other.py': '' })
      await pack.click()
      const reason = t('problems.not-found.reason', { value: 'train.py' })
      await expectFailure(project, { code: 'invalid-field', values: { field: t('fields.mainFile'), reason } })
      await expect(form.input('imageName')).toHaveValue(imageName)
      await expect(form.problemOf('mainFile')).toContainText(reason)
      await writeFiles(codeFolder, { 'train.py': trainingCode })
      await expect(form.problemOf('mainFile')).toBeHidden()
    })

    await test.step('upper case in the image name: nothing starts', async () => {
      await form.fill('imageName', 'Upper')
      await pack.click()
      await expect(form.problemOf('imageName')).toContainText(t('problems.upper-case.reason'))
      await expect(form.form).toContainText(t('pack.fixFields', { count: 1 }))
      await expect(form.input('imageName')).toBeFocused()
      await form.fill('imageName', imageName)
    })

    await test.step('a number out of range stays as it is typed, and nothing starts', async () => {
      const gate = form.form.getByRole('switch', { name: t('smoke.switch') })
      await gate.click()
      const seconds = form.input('smokeSeconds')
      for (const typed of ['30', '1200', '3']) {
        await seconds.clear()
        await seconds.pressSequentially(typed)
        await seconds.blur()
        await expect(seconds).toHaveValue(typed)
      }
      await expect(form.problemOf('smokeSeconds')).toContainText(t('problems.seconds-out-of-range.reason'))
      await pack.click()
      await expect(form.form).toContainText(t('pack.fixFields', { count: 1 }))
      await expect(seconds).toBeFocused()
      await gate.click()
      await expect(seconds).toBeHidden()
    })

    await test.step('cured, it packs', () => packWell(packer))
  } finally {
    await project.remove()
  }
})

test('a registry whose disk is full', async ({ startInSandbox }) => {
  const packer = await startInSandbox()
  const project = await makeOwnProject(packer)
  const { account, codeFolder, bases } = project
  const registry = await startFullRegistry()
  const { host, username, password } = registry.auth
  const weights = join(codeFolder, 'weights.bin')
  const form = projectForm(packer)
  try {
    await writeFile(weights, randomBytes(24_000_000))
    await addAccount(packer, { ...account, uhubHost: host, uhubUsername: username, uhubPassword: password })
    await form.useOwnBase(bases.small, bases.small)
    await projectPage(packer).pack.click()
    const image = `${host}/demo/${project.imageName}:uaitrain`
    await expectFailure(project, { code: 'push-refused', values: { image }, words: /\S/ })
    expect(await inspectImage(image)).toBeNull()
    await rm(weights)
    await form.choose('account', sandboxAccount.name)
    await packWell(packer)
  } finally {
    await registry.stop()
    await project.remove()
  }
})

test('an engine that stops during a pack, and one that has stopped', async ({ startInSandbox }) => {
  const relay = await startEngineRelay()
  const packer = await startInSandbox({ environment: { DOCKER_HOST: relay.address } })
  const { t } = packer
  const project = await makeOwnProject(packer)
  const { bases } = project
  const form = projectForm(packer)
  const { pack } = projectPage(packer)
  try {
    await form.useOwnBase(bases.endless, bases.small)
    await pack.click()
    await expect.poll(() => bases.isWaiting()).toBe(true)
    // From here on nothing but that build asks the engine.
    await expect(packRunning(packer).stage('gpu', 'build', 'done')).toBeVisible()
    await relay.close()
    await expectFailure(project, { code: 'engine-stream-cut', values: { operation: 'build' } })
    await expect(packEnded(packer).alert).toContainText(t('errors.engine-stream-cut.cure'))

    await pack.click()
    await expectFailure(project, { code: 'engine-stopped', values: { address: relay.address }, words: /ECONNREFUSED/ })
    await expect(packEnded(packer).alert).toContainText(t('errors.engine-stopped.cure'))

    await relay.open()
    await expect.poll(() => bases.isWaiting()).toBe(false)
    await form.useOwnBase(bases.small, bases.small)
    await packWell(packer)
  } finally {
    await relay.close()
    await project.remove()
  }
})

test('a test that fails, and a GPU test without a GPU', async ({ startInSandbox }) => {
  const packer = await startInSandbox()
  const { t } = packer
  const project = await makeOwnProject(packer)
  const { codeFolder, imageName } = project
  const form = projectForm(packer)
  const tests = testsPage(packer)
  try {
    await writeFiles(codeFolder, { 'train.py': 'import sys\nprint("no digits here")\nsys.exit(3)\n' })
    await form.choose('base', smallCombination)
    await packWell(packer)

    await packResult(packer).runCpuTest.click()
    await expect(tests.alert).toContainText(t('errors.test-failed.title', { exitCode: 3 }))
    await expect(tests.alert).toContainText(t('errors.test-failed.cure'))
    await expect(tests.words).toContainText(t('tests.exitCode', { code: 3 }))
    await expect(tests.log).toContainText('no digits here')

    await projectPage(packer).tab('pack').click()
    await packResult(packer).runGpuTest.click()
    const dialog = packer.page.getByRole('dialog', { name: t('runs.gpuTitle') })
    const obstacle = dialog.getByRole('region', { name: t('runs.gpuState') })
    await expect(obstacle).toContainText(t('doctor.seen.gpu-none'))
    await expect(obstacle.getByRole('button', { name: t('result.runCpuTest') })).toBeVisible()
    await dialog.getByRole('button', { name: t('runs.run'), exact: true }).click()
    const explanation = packer.page.getByRole('region', { name: t('explain.label') })
    await expect(explanation).toContainText(t('explain.failures.gpu-not-offered.title'))
    await expect(explanation).toContainText(t('explain.failures.gpu-not-offered.cure'))
    await expect(tests.log).toContainText('could not select device driver')

    await projectPage(packer).tab('pack').click()
    await packResult(packer).settings.click()
    await expectUsableForm(packer, imageName)
    await writeFiles(codeFolder, { 'train.py': trainingCode })
    await packWell(packer)
    await packResult(packer).runCpuTest.click()
    await expect(tests.words).toContainText(t('tests.exitCode', { code: 0 }))
  } finally {
    await project.remove()
  }
})
