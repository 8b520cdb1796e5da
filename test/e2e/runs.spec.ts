import { mkdir, mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Locator } from 'playwright-core'
import { repositoryRoot } from '../support/launch-app.ts'
import { findAxeViolations, findCutOff } from '../support/look.ts'
import { makePackedProject } from '../support/packed-project.ts'
import { logPage } from '../support/pages/log-page.ts'
import { projectPage } from '../support/pages/project-page.ts'
import { testsPage } from '../support/pages/tests-page.ts'
import { writeFiles } from '../support/write-files.ts'
import { expect, test } from './packer-test.ts'

const screens = join(repositoryRoot, 'test', 'results', 'screens')

/** Trains with a falling loss; fails as a DataLoader does in too little shared memory; waits when it is told to. */
const script = String.raw`
n=0
while [ $n -lt 12 ]; do
  n=$((n + 1))
  echo "Epoch $n/12 loss: 0.$((99 - 7 * n))1 acc: 0.$((10 + 7 * n)) gnorm $((40 - n)).5"
  sleep 0.1
done
echo "note $NOTE"
if [ "$NOTE" = wait ]; then trap 'exit 0' INT; while :; do sleep 0.1; done; fi
while read -r name place kind flags; do
  case "$place $flags" in
    "/dev/shm "*size=2097152k*)
      echo "RuntimeError: DataLoader worker (pid 23) is killed by signal: Bus error. It is possible that dataloader's workers are out of shared memory. Please try to raise your shared memory limit." >&2
      exit 1 ;;
  esac
done < /proc/mounts
echo model > /data/output/model.pt
echo more >> /data/output/log.txt
`

for (const language of ['en', 'zh-CN'] as const) {
  test(`a failed run is cured by a click, its numbers are curves, and it is run with other options, in ${language}`, async ({
    startPacker,
  }) => {
    const folder = await mkdtemp(join(tmpdir(), 'uai-runs-e2e-'))
    const project = await makePackedProject(folder, script)
    await writeFiles(project.outputFolder, { 'log.txt': 'from before\n' })
    const packer = await startPacker({ folder, language })
    const { page, t } = packer
    const tests = testsPage(packer)
    const chart = page.getByRole('region', { name: t('chart.label') })
    const curve = chart.locator('.chart-plot')
    await mkdir(screens, { recursive: true })
    const look = async (name: string): Promise<void> => {
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
        await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', colorScheme)
        await page.screenshot({ path: join(screens, `${language}-run-${name}-${colorScheme}.png`) })
        expect.soft(await findAxeViolations(page), `${name}, ${colorScheme}`).toEqual([])
        expect.soft(await findCutOff(page), `${name}, ${colorScheme}`).toEqual([])
      }
    }
    try {
      await projectPage(packer).tab('tests').click()
      await tests.again.click()

      await test.step('the failure is explained at its line, beside the falling loss', async () => {
        const explanation = page.getByRole('region', { name: t('explain.label') })
        await expect(explanation).toContainText(t('explain.failures.shared-memory.title'))
        await expect(tests.words).toContainText(t('tests.exitCode', { code: 1 }))
        await expect(curve).toHaveAccessibleName(/loss.*0\.921.*0\.151/)
        await explanation
          .getByRole('button', { name: new RegExp(t('explain.showLine', { line: String.raw`\d+` })) })
          .click()
        await expect(page.locator('.log-row-selected')).toContainText('Bus error')
        await look('explained')
      })

      await test.step('it is run again with 8 GB by the button, and tells what is new and what changed', async () => {
        await page.getByRole('button', { name: t('explain.cures.shared-memory', { size: '8 GB' }) }).click()
        await expect(tests.words).toContainText(t('jobStates.succeeded'))
        await expect(tests.outputs.getByRole('listitem').filter({ hasText: 'model.pt' })).toContainText(
          t('tests.outputNew'),
        )
        await expect(tests.outputs.getByRole('listitem').filter({ hasText: 'log.txt' })).toContainText(
          t('tests.outputChanged'),
        )
      })

      await test.step('a number of a line becomes a curve, of earlier runs too, and is kept', async () => {
        await logPage(packer).rows.filter({ hasText: 'Epoch 3/12' }).click()
        await chart.getByRole('button', { name: t('chart.add') }).click()
        await page
          .getByRole('group', { name: t('chart.candidates') })
          .getByRole('button', { name: /^gnorm/ })
          .click()
        const marked = page.getByRole('list', { name: t('chart.marked') })
        await expect(marked).toContainText('gnorm')
        await look('marking')
        await page.keyboard.press('Escape')
        await expect(curve).toHaveAccessibleName(/gnorm.*39\.5.*28\.5/)
        await page
          .getByRole('navigation', { name: t('tests.title') })
          .getByRole('button')
          .nth(1)
          .click()
        await expect(chart.getByRole('button', { name: /^gnorm/ })).toBeVisible()
        await expect(curve).toHaveAccessibleName(/gnorm.*39\.5.*28\.5/)
        await chart.getByRole('button', { name: new RegExp(`^${t('chart.curves')} `) }).click()
        const choices = page.getByRole('dialog', { name: t('chart.curves') })
        await look('choosing')
        await choices.getByRole('button', { name: /^gnorm/ }).click()
        await expect(chart.getByRole('button', { name: /^gnorm/ })).toHaveCount(0)
        await page.keyboard.press('Escape')
      })

      await test.step('two runs stand over each other', async () => {
        await chart.getByPlaceholder(t('chart.compare')).click()
        await page.getByRole('option').first().click()
        await look('compared')
      })

      await test.step('more processors than there are: Docker’s number is told', async () => {
        await page.getByRole('button', { name: t('runs.againWithOptions') }).click()
        const dialog = page.getByRole('dialog', { name: t('runs.cpuTitle') })
        await dialog.getByRole('textbox', { name: t('runs.cpus'), exact: true }).fill('1024')
        await dialog.getByRole('button', { name: t('runs.run'), exact: true }).click()
        await expect(tests.alert).toContainText(t('errors.too-many-cpus.title'))
        await look('too-many-processors')
      })

      await test.step('it is run with other options, and stopped', async () => {
        await page.getByRole('button', { name: t('runs.againWithOptions') }).click()
        const dialog = page.getByRole('dialog', { name: t('runs.cpuTitle') })
        const field = (name: 'memory' | 'cpus' | 'sharedMemory'): Locator =>
          dialog.getByRole('textbox', { name: t(`runs.${name}`), exact: true })
        const run = dialog.getByRole('button', { name: t('runs.run'), exact: true })
        await field('memory').fill('99999999999')
        await field('cpus').fill('-1')
        await field('sharedMemory').fill('0')
        await expect(dialog).toContainText(t('runs.problems.tooMuch', { most: '16 TB', none: t('runs.noLimit') }))
        await expect(dialog).toContainText(t('runs.problems.tooLittle', { least: '0.01', none: t('runs.noLimit') }))
        await expect(dialog).toContainText(t('runs.commandWaits'))
        await expect(run).toBeDisabled()
        await field('cpus').press('Enter')
        await expect(field('cpus')).toHaveValue('-1')
        await look('refused')
        await field('memory').fill('1 GB')
        await field('cpus').fill('1')
        await field('sharedMemory').fill('512m')
        await expect(dialog).toContainText('--shm-size 512m --memory 1024m --cpus 1')
        await dialog.getByRole('textbox', { name: t('runs.environment') }).fill('NOTE=wait')
        await expect(dialog).toContainText('-e NOTE=wait')
        await run.click()
        await expect(tests.log).toContainText('note wait')
        await tests.stop.click()
        await expect(tests.words).toContainText(t('runs.stopped'))
      })
    } finally {
      await project.remove()
    }
  })
}
