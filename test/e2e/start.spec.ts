import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { inMain } from '../support/in-main.ts'
import { appCommand } from '../support/launch-app.ts'
import { exchange, takeRawPort } from '../support/raw-port.ts'
import { expect, test } from './app-test.ts'

test('the window opens in its size, can be used, and the app ends cleanly', async ({ launch }) => {
  const app = await launch()
  const window = await inMain(app.electron, ({ BrowserWindow }) => {
    const [first] = BrowserWindow.getAllWindows()
    return { isVisible: first?.isVisible(), size: first?.getSize(), minimum: first?.getMinimumSize() }
  })
  expect(window).toEqual({ isVisible: true, size: [1200, 780], minimum: [960, 600] })
  const process = app.electron.process()
  await app.close()
  expect([process.exitCode, process.signalCode]).toEqual([0, null])
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
    inMain(electron, ({ BrowserWindow }) => BrowserWindow.getAllWindows().every((window) => window.isVisible()))
  expect(await isVisible()).toBe(true)
  await inMain(electron, ({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide())
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
  await takeRawPort(first.page)
  const settings = { name: 'kept', kind: 'ucloud', publicKey: 'p', projectId: '', region: 'cn-bj2', zone: 'cn-bj2-04' }
  const hosts = { apiUrl: 'https://api.ucloud.cn', uhubUsername: 'u', uhubHost: 'h.cn', uhubInternalHost: 'i.cn' }
  const input = { id: null, settings: { ...settings, ...hosts }, secrets: { privateKey: 'k', uhubPassword: 'p' } }
  const saved = await exchange(first.page, { type: 'call', id: 1, name: 'accounts.save', input })
  expect(saved).toMatchObject({ type: 'answer', output: { name: 'kept' } })
  await first.close()
  const second = await launch({ folder: first.folder })
  await takeRawPort(second.page)
  const listed = await exchange(second.page, { type: 'call', id: 1, name: 'accounts.list' })
  expect(listed).toMatchObject({ type: 'answer', output: [{ name: 'kept' }] })
})
