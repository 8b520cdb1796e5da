import { mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { repositoryRoot } from '../support/launch-app.ts'
import { findAxeViolations, findCutOff } from '../support/look.ts'
import { makePackedProject, type PackedProject } from '../support/packed-project.ts'
import { logPage } from '../support/pages/log-page.ts'
import { projectPage } from '../support/pages/project-page.ts'
import { testsPage } from '../support/pages/tests-page.ts'
import { unlessLost } from '../support/unless-lost.ts'
import { expect, test, type Packer } from './packer-test.ts'

const screens = join(repositoryRoot, 'test', 'results', 'screens')

/** Numbered lines, an error, whatever could do harm if it were more than text; then it ticks until it is told to end. */
const script = String.raw`
for n in $(seq 3000); do echo "line $n of 3000"; done
echo 'ValueError: loss is nan' >&2
printf '\033[32mgreen\033[0m \033[1;38;5;208mamber\033[0m \033]8;;http://evil.example\007a link\033]8;;\007\n'
echo '<img src=x onerror="document.title=1"><script>document.title=2</script>'
printf 'nul\000 bell\007 back\010 \342\200\256right to left \377\376 broken\n'
printf 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!\n'
printf ' 10%%\r 20%%\r 30%%' >&2
n=0
until [ -e /data/output/end ]; do n=$((n + 1)); echo "tick $n"; sleep 0.05; done
printf '\r100%%\n' >&2
`

async function startRun(packer: Packer): Promise<void> {
  await projectPage(packer).tab('tests').click()
  await testsPage(packer).again.click()
  await expect(logPage(packer).state).toHaveText(packer.t('log.live'))
}

async function clipboardOf({ app }: Packer): Promise<string> {
  const text: unknown = await unlessLost(() => app.electron.evaluate(({ clipboard }) => clipboard.readText()))
  return String(text)
}

async function saveTo({ app }: Packer, path: string): Promise<void> {
  await unlessLost(() =>
    app.electron.evaluate(({ dialog }, filePath) => {
      dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath })
    }, path),
  )
}

for (const language of ['en', 'zh-CN'] as const) {
  test(`a log is followed, searched, filtered, copied and saved, in ${language}`, async ({ startPacker }) => {
    const folder = await mkdtemp(join(tmpdir(), 'uai-log-e2e-'))
    const project: PackedProject = await makePackedProject(folder, script)
    const packer = await startPacker({ folder, language })
    const { page, t } = packer
    const log = logPage(packer)
    await mkdir(screens, { recursive: true })
    const look = async (name: string): Promise<void> => {
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
        await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', colorScheme)
        await page.screenshot({ path: join(screens, `${language}-log-${name}-${colorScheme}.png`) })
        expect.soft(await findAxeViolations(page), `${name}, ${colorScheme}`).toEqual([])
        expect.soft(await findCutOff(page), `${name}, ${colorScheme}`).toEqual([])
      }
    }
    try {
      await startRun(packer)

      await test.step('it follows until it is scrolled up, and again from its end', async () => {
        await expect(log.lines).toContainText(/tick \d+/)
        await expect(log.lines).toContainText('30%')
        await log.lines.hover()
        await page.mouse.wheel(0, -120)
        await expect(log.pill).toContainText(/\d/)
        const seen = await log.rows.first().innerText()
        const before = await log.pill.innerText()
        await expect(log.pill).not.toHaveText(before)
        expect(await log.rows.first().innerText()).toBe(seen)
        await log.lines.press('End')
        await expect(log.pill).toHaveCount(0)
        await log.lines.press('Home')
        await expect(log.rows.first()).toContainText(/docker|\/bin\/bash|line 1 of|check|empty/)
        await expect(log.position).toHaveAttribute('aria-valuenow', '0')
      })

      await test.step('what could do harm is text', async () => {
        await log.lines.press('ControlOrMeta+f')
        await log.searchText.fill('onerror')
        await log.searchText.press('Enter')
        const row = log.rows.filter({ hasText: 'onerror' })
        await expect(row).toContainText('<img src=x onerror="document.title=1"><script>')
        await expect(log.rows.filter({ hasText: 'amber' })).toContainText('green amber a link')
        await expect(log.rows.filter({ hasText: 'right to left' })).toContainText('nul␀ bell␇ back␈ ␦right to left')
        expect(await log.lines.locator('a, img, script, iframe').count()).toBe(0)
        expect(await page.title()).not.toMatch(/^[12]$/)
      })

      await test.step('it is searched', async () => {
        await log.search.getByRole('button', { name: t('log.regex') }).click()
        await log.searchText.fill('^LINE 1\\d{3} ')
        await expect(log.found).toContainText('1,000')
        await log.lines.press('Home')
        await log.searchText.press('Enter')
        await expect(page.locator('.log-found-current')).toHaveText('line 1000 ')
        await log.searchText.press('Shift+Enter')
        await expect(page.locator('.log-found-current')).toHaveText('line 1999 ')
        await look('searched')
        await log.searchText.fill('(')
        await expect(log.found).toContainText(/regular expression/i)
        await log.searchText.fill('^(a+)+$')
        await expect(log.found).toHaveText(t('errors.log-pattern-slow.title'), { timeout: 20_000 })
        await log.searchText.press('Escape')
        await expect(log.search).toHaveCount(0)
      })

      await test.step('it is filtered', async () => {
        await log.chip(t('log.levels.error')).click()
        await expect(log.rows.first()).toContainText('ValueError: loss is nan')
        // The bar that still moves is no line yet.
        await expect(log.rows.filter({ hasNotText: '%' })).toHaveCount(1)
        await log.chip(t('log.levels.error')).click()
        for (const source of ['out', 'app'] as const) await log.chip(t(`log.sources.${source}`)).click()
        await expect(log.rows.first()).toContainText('ValueError')
        for (const source of ['out', 'app'] as const) await log.chip(t(`log.sources.${source}`)).click()
        await log.tools.getByText(t('log.errors', { count: 1, formatted: '1' })).click()
        await expect(page.locator('.log-row-selected')).toContainText('ValueError: loss is nan')
        await look('error')
      })

      await test.step('lines are selected and copied', async () => {
        await log.lines.press('Home')
        await log.rows.filter({ hasText: /line 3 of/ }).click()
        await log.rows.filter({ hasText: /line 5 of/ }).click({ modifiers: ['Shift'] })
        await log.lines.press('ControlOrMeta+c')
        await expect.poll(() => clipboardOf(packer)).toBe('line 3 of 3000\nline 4 of 3000\nline 5 of 3000')
        await log.lines.press('Escape')
        await expect(page.locator('.log-row-selected')).toHaveCount(0)
      })

      await test.step('it ends, and is saved whole', async () => {
        await log.lines.press('End')
        await writeFile(join(project.outputFolder, 'end'), '')
        await expect(log.state).toHaveText(t('log.ended'))
        await expect(log.lines).toContainText('100%')
        await expect(log.lines).not.toContainText('30%')
        const path = join(folder, 'saved.log')
        await saveTo(packer, path)
        await log.tools.getByRole('button', { name: t('log.save') }).click()
        await expect(log.told).toHaveText(t('log.saved'))
        const saved = (await readFile(path, 'utf8')).split('\n')
        const numbers = saved.flatMap((line) => /line (\d+) of/.exec(line)?.[1] ?? []).map(Number)
        expect(numbers).toEqual(Array.from({ length: 3000 }, (_, at) => at + 1))
        await look('ended')
      })
    } finally {
      await project.remove()
    }
  })
}
