import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { AccountId } from '../../shared/model/ids.ts'
import { execWords, makeDesktopFiles } from '../support/desktop-files.ts'
import { appCommand } from '../support/launch-app.ts'
import {
  expectPacked,
  keepAccount,
  keepProject,
  listPacks,
  writeProjectFile,
  writeUnknownFolder,
} from '../support/opening.ts'
import { startRealBench, type RealBench } from '../support/real-bench.ts'
import { expect, test } from './app-test.ts'

let bench: RealBench
/** Holds the data of an app that has an account already; its end is that of the app. */
let folder: string
let dataFolder: string
let accountId: AccountId

test.beforeEach(async () => {
  bench = await startRealBench()
  folder = await mkdtemp(join(tmpdir(), 'uai-app-'))
  dataFolder = join(folder, 'data')
  accountId = await keepAccount(dataFolder, bench)
})

test.afterEach(() => bench.close())

/** What a file manager starts for a double click; the program itself is the one that is under test. */
async function doubleClickWords(path: string): Promise<string[]> {
  const { entry } = await makeDesktopFiles()
  return execWords(entry, pathToFileURL(path).href).slice(1)
}

test('a double click on a project file packs after one confirmation, and at once from then on', async ({ launch }) => {
  const file = await writeProjectFile(bench, 'speech')
  const first = await launch({ folder, open: await doubleClickWords(file) })
  const dialog = first.page.getByRole('dialog', { name: 'Open the project “speech”?' })
  await expect(dialog).toContainText(`${bench.projectFolder}/code`)
  await expect(dialog).toContainText(bench.cpuImage)
  await expect(dialog).toContainText(bench.gpuImage)
  await expect(dialog).toContainText(`${bench.registry.host}/demo`)
  expect(await listPacks(dataFolder)).toEqual([])
  await dialog.getByRole('button', { name: 'Add and pack' }).click()
  await expectPacked(first.page, 'speech')
  await first.close()

  const second = await launch({ folder, open: await doubleClickWords(file) })
  await expect
    .poll(async () => (await listPacks(dataFolder)).map(({ state }) => state))
    .toEqual(['succeeded', 'succeeded'])
  await expect(second.page.getByRole('dialog')).toHaveCount(0)
})

test('a folder that is opened becomes a project and packs', async ({ launch }) => {
  await keepProject(dataFolder, bench, { name: 'older', accountId })
  const unknown = await writeUnknownFolder(bench, 'audio-net')
  const { page } = await launch({ folder, open: await doubleClickWords(unknown) })
  await expectPacked(page, 'audio-net')
})

test('a second start hands its folder over and ends', async ({ launch }) => {
  await keepProject(dataFolder, bench, { name: 'older', accountId })
  const unknown = await writeUnknownFolder(bench, 'handed-over')
  const { page } = await launch({ folder })
  await expect(page.getByRole('heading', { name: 'older' })).toBeVisible()

  const { executablePath, args, env } = appCommand(folder, { open: [basename(unknown)] })
  const second = spawn(executablePath, args, { env, cwd: dirname(unknown), stdio: 'ignore' })
  const [exitCode] = (await once(second, 'exit')) as [number | null]
  expect(exitCode).toBe(0)
  await expectPacked(page, 'handed-over')
})

test('a folder that is dropped on the window packs', async ({ launch }) => {
  await keepProject(dataFolder, bench, { name: 'older', accountId })
  const unknown = await writeUnknownFolder(bench, 'dropped')
  const { page } = await launch({ folder })
  await expect(page.getByRole('heading', { name: 'older' })).toBeVisible()

  const session = await page.context().newCDPSession(page)
  const data = { items: [], files: [unknown], dragOperationsMask: 1 }
  await session.send('Input.dispatchDragEvent', { type: 'dragEnter', x: 500, y: 400, data })
  await session.send('Input.dispatchDragEvent', { type: 'dragOver', x: 500, y: 400, data })
  await expect(page.getByText('Drop to pack')).toBeVisible()
  await session.send('Input.dispatchDragEvent', { type: 'drop', x: 500, y: 400, data })
  await expect(page.getByText('Drop to pack')).toHaveCount(0)
  await expectPacked(page, 'dropped')
})

test('an event that the page makes up is no drop', async ({ launch }) => {
  const { page } = await launch({ folder })
  await expect(page.getByRole('heading', { name: 'Pack your training code' })).toBeVisible()
  await page.evaluate(() => {
    const data = new DataTransfer()
    data.items.add(new File(['x'], 'passwd'))
    window.dispatchEvent(new DragEvent('drop', { dataTransfer: data }))
  })
  await expect(page.getByRole('alert')).toHaveCount(0)
  await expect(page.getByRole('dialog')).toHaveCount(0)
})

test('a double click in the list packs; while that runs it is shown instead', async ({ launch }) => {
  await keepProject(dataFolder, bench, { name: 'twice', accountId })
  const { page } = await launch({ folder })
  const row = page.getByRole('navigation', { name: 'Projects' }).getByRole('button', { name: /twice/ })
  // The second one as soon as it runs: a small pack on a fast registry is over before a driver has found its way back.
  const second = row.evaluate(
    (element) =>
      new Promise<void>((resolve) => {
        const look = (): void => {
          const buttons = [...document.querySelectorAll('button')]
          const runs = buttons.some((one) => (one.ariaLabel ?? one.textContent) === 'Cancel the pack')
          if (!runs) return void requestAnimationFrame(look)
          element.dispatchEvent(new MouseEvent('dblclick', { bubbles: true }))
          resolve()
        }
        look()
      }),
  )
  await row.dblclick()
  await second
  await expectPacked(page, 'twice')
  expect(await listPacks(dataFolder)).toHaveLength(1)
})
