import { projectPage } from '../support/pages/project-page.ts'
import { firstStart } from '../support/pages/first-start.ts'
import { expect, sampleName, test } from './packer-test.ts'

/** A machine that has never had the sandbox installs PyTorch into its base images first. */
const firstPreparationMs = 10 * 60_000

test('the sandbox is made by one click', async ({ startPacker }) => {
  test.setTimeout(firstPreparationMs)
  const packer = await startPacker()
  await firstStart(packer).trySandbox.click()
  await expect(projectPage(packer).title).toHaveText(sampleName, { timeout: firstPreparationMs })
})
