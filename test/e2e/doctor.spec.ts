import { startEngineRelay } from '../support/engine-relay.ts'
import { startLooking } from '../support/looker.ts'
import { accountDialog } from '../support/pages/account-dialog.ts'
import { doctorPage } from '../support/pages/doctor-page.ts'
import { projectForm } from '../support/pages/project-form.ts'
import { projectPage } from '../support/pages/project-page.ts'
import { unlessLost } from '../support/unless-lost.ts'
import { makeOwnProject, ownProjectName, smallCombination } from './own-project.ts'
import { addAccount, expect, test } from './packer-test.ts'

test('the doctor finds a stopped engine and a wrong password, and both are cured from there', async ({
  startInSandbox,
}) => {
  const relay = await startEngineRelay()
  const packer = await startInSandbox({ environment: { DOCKER_HOST: relay.address } })
  const { page, t, app } = packer
  const project = await makeOwnProject(packer)
  const { account, secrets } = project
  const doctor = doctorPage(packer)
  try {
    await addAccount(packer, { ...account, uhubPassword: 'not-the-password' })
    await projectForm(packer).choose('base', smallCombination)

    await test.step('a failed pack shows the finding', async () => {
      await relay.close()
      await projectPage(packer).pack.click()
      await expect(doctor.failureFinding).toContainText(t('doctor.seen.engine-stopped', { address: relay.address }))
      await expect(doctor.failureFinding).toContainText('docker')
    })

    await test.step('the page tells both', async () => {
      await doctor.open.click()
      await expect(doctor.check('running', 'problem')).toBeVisible()
      await expect(doctor.check('disk', 'skipped')).toBeVisible()
      await expect(doctor.check('api', 'ok')).toBeVisible()
      await expect(doctor.check('login', 'problem')).toContainText(t('doctor.cures.login-refused'))
      await expect(doctor.summary).toHaveText(t('doctor.summary.problem'))
      await (
        await startLooking(app, 'en-doctor')
      )('problems')
    })

    await test.step('the report holds no secret', async () => {
      await doctor.copyReport.click()
      const report = await unlessLost(() => app.electron.evaluate(({ clipboard }) => clipboard.readText()))
      expect(report).toContain(t('doctor.seen.engine-stopped', { address: relay.address }))
      for (const secret of [secrets.privateKey, secrets.uhubPassword, 'not-the-password'])
        expect(report).not.toContain(secret)
    })

    await test.step('the engine is started', async () => {
      await relay.open()
      await doctor.again.click()
      await expect(doctor.check('running', 'ok')).toBeVisible()
      await expect(doctor.check('disk', 'problem')).toBeHidden()
    })

    await test.step('the password is typed where the finding leads', async () => {
      await doctor
        .check('login', 'problem')
        .getByRole('button', { name: t('doctor.cure.account') })
        .click()
      const { dialog, fill, save } = accountDialog(packer)
      await expect(dialog.locator(`[data-field="uhubPassword"] input`)).toBeFocused()
      await fill({ uhubPassword: secrets.uhubPassword })
      await save.click()
      await expect(doctor.check('login', 'ok')).toBeVisible()

      await doctor.speed.getByRole('button', { name: t('doctor.speed.start') }).click()
      await expect(doctor.speed).toContainText(t('doctor.speed.again'), { timeout: 30_000 })
      await expect(doctor.speed).toContainText(/\d Mbit\/s/)
    })

    await doctor.open.click()
    await expect(doctor.region).toBeHidden()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(ownProjectName)
  } finally {
    await relay.close()
    await project.remove()
  }
})
