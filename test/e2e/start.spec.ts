import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { appCommand } from '../support/launch-app.ts'
import { readLog } from '../support/read-log.ts'
import { exchange, takeRawPort } from '../support/raw-port.ts'
import { expect, test } from './app-test.ts'

test('the window opens in its size, can be used, and the app ends cleanly', async ({ launch }) => {
  const app = await launch()
  await expect.poll(() => readLog(app, 'page usable')).toHaveLength(1)
  const window = await app.electron.evaluate(({ BrowserWindow }) => {
    const [first] = BrowserWindow.getAllWindows()
    return { isVisible: first?.isVisible(), size: first?.getSize(), minimum: first?.getMinimumSize() }
  })
  expect(window).toEqual({ isVisible: true, size: [1200, 780], minimum: [960, 600] })
  const process = app.electron.process()
  await app.close()
  expect(process.exitCode).toBe(0)
})

for (const language of ['en', 'zh-CN'] as const) {
  test(`the language ${language} reaches the page`, async ({ launch }) => {
    const { page } = await launch({ language })
    await takeRawPort(page)
    expect(await exchange(page, { type: 'call', id: 1, name: 'app.info' })).toMatchObject({ output: { language } })
  })
}

test('a second start on the same data wakes the first and ends', async ({ launch }) => {
  const { electron, folder } = await launch()
  const isVisible = (): Promise<boolean> =>
    electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().every((window) => window.isVisible()))
  await expect.poll(isVisible).toBe(true)
  await electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide())
  expect(await isVisible()).toBe(false)
  const { executablePath, args, env } = appCommand(folder)
  const second = spawn(executablePath, args, { env, stdio: 'ignore' })
  const [exitCode] = (await once(second, 'exit')) as [number | null]
  expect(exitCode).toBe(0)
  await expect.poll(isVisible).toBe(true)
  expect(electron.windows()).toHaveLength(1)
})

test('an app that was ended goes on with its data', async ({ launch }) => {
  const first = await launch()
  await expect.poll(() => readLog(first, 'page usable')).toHaveLength(1)
  await first.close()
  const second = await launch({ folder: first.folder })
  await expect.poll(() => readLog(second, 'page usable')).toHaveLength(2)
})
