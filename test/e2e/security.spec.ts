import type { Page } from 'playwright-core'
import { portDelivery, portRequest } from '../../shared/ipc/port.ts'
import { inMain } from '../support/in-main.ts'
import { pageUsable, type LaunchedApp } from '../support/launch-app.ts'
import { readLog, type LogRecord } from '../support/read-log.ts'
import { exchange, takeRawPort } from '../support/raw-port.ts'
import { expect, test } from './app-test.ts'

const appUrl = 'app://packer/index.html'

async function refusals(app: LaunchedApp): Promise<LogRecord[]> {
  return readLog(app, 'connection refused')
}

type Attempt = 'eval' | 'function' | 'inline script' | 'foreign script' | 'markup'

/** Runs as the page's own code would: outside the debugger's call, which the page's policy does not bind. */
function tryInPage(page: Page, attempt: Attempt): Promise<'ran' | 'blocked'> {
  return page.evaluate(
    (what) =>
      new Promise<'ran' | 'blocked'>((resolve) => {
        Object.assign(window, { tellThatItRan: () => resolve('ran') })
        document.addEventListener('securitypolicyviolation', () => resolve('blocked'), { once: true })
        const code = 'window.tellThatItRan()'
        const insert = (fill: (script: HTMLScriptElement) => void): void => {
          const script = document.createElement('script')
          fill(script)
          document.head.append(script)
        }
        setTimeout(() => {
          if (what === 'eval') (0, eval)(code)
          else if (what === 'function') (Reflect.construct(Function, [code]) as () => void)()
          else if (what === 'markup') document.createElement('div').innerHTML = '<b>text</b>'
          else if (what === 'inline script') insert((script) => (script.textContent = code))
          else insert((script) => (script.src = `data:text/javascript,${code}`))
        })
      }),
    attempt,
  )
}

test('the page is sandboxed, isolated and without Node', async ({ launch }) => {
  const { electron, page } = await launch()
  const preferences = await inMain(electron, ({ BrowserWindow }) =>
    BrowserWindow.getAllWindows().map(({ webContents }) => {
      const { getLastWebPreferences } = webContents as unknown as { getLastWebPreferences: () => object }
      return getLastWebPreferences.call(webContents)
    }),
  )
  expect(preferences).toMatchObject([
    { sandbox: true, contextIsolation: true, nodeIntegration: false, webviewTag: false },
  ])
  expect(page.url()).toBe(appUrl)
  const found = await page.evaluate(() =>
    ['require', 'process', 'module', 'global', 'Buffer', 'electron', 'ipcRenderer'].filter((name) => name in window),
  )
  expect(found).toEqual([])
})

test('the page starts without breaking its own policy', async ({ launch }) => {
  const app = await launch()
  const { page } = app
  const problems: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text())
  })
  page.on('pageerror', (error) => problems.push(error.message))
  await page.exposeFunction('tellViolation', (violation: string) => problems.push(violation))
  await page.addInitScript(() => {
    document.addEventListener(
      'securitypolicyviolation',
      ({ effectiveDirective, blockedURI, sourceFile, lineNumber }) => {
        const { tellViolation } = window as unknown as { tellViolation: (violation: string) => void }
        tellViolation(`${effectiveDirective} ${blockedURI} ${sourceFile}:${lineNumber}`)
      },
    )
  })
  await page.reload()
  await expect.poll(() => readLog(app, pageUsable)).toHaveLength(2)
  await page.waitForLoadState('networkidle')
  expect(problems).toEqual([])
})

test('the policy lets no foreign code run', async ({ launch }) => {
  const { page } = await launch()
  const attempts: Attempt[] = ['inline script', 'foreign script', 'eval', 'function', 'markup']
  for (const attempt of attempts) expect(await tryInPage(page, attempt), attempt).toBe('blocked')
})

test('the policy lets nothing out', async ({ launch }) => {
  const { page } = await launch()
  const outcomes = await page.evaluate(async (ownUrl) => {
    const blocked = (attempt: () => unknown): Promise<string> =>
      new Promise((resolve) => {
        document.addEventListener('securitypolicyviolation', (event) => resolve(event.effectiveDirective), {
          once: true,
        })
        void Promise.resolve()
          .then(attempt)
          .catch(() => undefined)
      })
    const image = (): void => {
      new Image().src = 'https://example.com/pixel.png'
    }
    const frame = (): void => {
      const element = document.createElement('iframe')
      element.src = 'https://example.com/'
      document.body.append(element)
    }
    return [
      await blocked(() => fetch('https://example.com/')),
      await blocked(() => fetch(ownUrl)),
      await blocked(() => new WebSocket('ws://127.0.0.1:1/')),
      await blocked(image),
      await blocked(frame),
    ]
  }, appUrl)
  expect(outcomes).toEqual(['connect-src', 'connect-src', 'connect-src', 'img-src', 'frame-src'])
})

test('only files of the page are served', async ({ launch }) => {
  const { electron } = await launch()
  const statuses = await inMain(electron, async ({ session }) => {
    const paths = [
      '/index.html',
      '/none.js',
      '/..%2F..%2F..%2Frenderer%2Findex.html',
      '/%2e%2e/main/main.cjs',
      '/..%5C..%5Cpackage.json',
    ]
    const answers = await Promise.all(paths.map((path) => session.defaultSession.fetch(`app://packer${path}`)))
    const other = await session.defaultSession.fetch('app://other/index.html')
    return [...answers, other].map(({ status }) => status)
  })
  expect(statuses).toEqual([200, 404, 404, 404, 404, 404])
})

test('the page goes nowhere and opens nothing', async ({ launch }) => {
  const { electron, page } = await launch()
  for (const url of ['https://example.com/', 'data:text/html,x', 'file:///etc/passwd', 'app://other/index.html']) {
    const attempt = await page.evaluate((target) => {
      const before = window.open(target) === null
      location.href = target
      return before
    }, url)
    expect(attempt, `a window with ${url}`).toBe(true)
  }
  // An answer to a later question shows that the navigations before it came to nothing.
  await inMain(electron, () => undefined)
  expect(await page.evaluate(() => location.href)).toBe(appUrl)
  expect(await inMain(electron, ({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1)
  const isInert = await page.evaluate(() => {
    const element = document.createElement('webview')
    document.body.append(element)
    return !('loadURL' in element)
  })
  expect(isInert).toBe(true)
})

test('the page has no permissions', async ({ launch }) => {
  const { page } = await launch()
  const outcomes = await page.evaluate(async () => {
    const state = async (name: string): Promise<string> =>
      (await navigator.permissions.query({ name: name as PermissionName })).state
    const nameOf = (attempt: Promise<unknown>): Promise<string> =>
      attempt.then(
        () => 'allowed',
        (error: unknown) => (error instanceof Error ? error.name : String(error)),
      )
    return {
      notification: await Notification.requestPermission(),
      geolocation: await state('geolocation'),
      camera: await nameOf(navigator.mediaDevices.getUserMedia({ video: true })),
      screen: await nameOf(navigator.mediaDevices.getDisplayMedia()),
      clipboard: await nameOf(navigator.clipboard.readText()),
    }
  })
  expect(outcomes).toMatchObject({ notification: 'denied', geolocation: 'denied', clipboard: 'NotAllowedError' })
  expect(outcomes.camera).not.toBe('allowed')
  expect(outcomes.screen).not.toBe('allowed')
})

test('a forged sender gets no connection', async ({ launch }) => {
  const app = await launch()
  for (const [index, url] of [appUrl, 'data:text/html,<p>forged</p>'].entries()) {
    // The very preload script of the app, in a window that is not the app's.
    const forged = app.electron.waitForEvent('window')
    await inMain(
      app.electron,
      ({ BrowserWindow, app: main }, target) => {
        const preload = `${main.getAppPath()}/build/out/preload/preload.cjs`
        void new BrowserWindow({ show: false, webPreferences: { preload, sandbox: true } }).loadURL(target)
      },
      url,
    )
    const forger = await forged
    await forger.waitForLoadState()
    const deliveries = await forger.evaluateHandle(
      ([request, delivery]) => {
        const heard: unknown[] = []
        window.addEventListener('message', ({ data }) => data === delivery && heard.push(data))
        window.postMessage(request, '*')
        return heard
      },
      [portRequest, portDelivery],
    )
    await expect.poll(async () => (await refusals(app)).length).toBeGreaterThan(index)
    expect(await refusals(app)).toContainEqual(expect.objectContaining({ sender: url }))
    expect(await deliveries.jsonValue()).toEqual([])
    await forger.close()
  }
})

test('a frame within the page gets no connection', async ({ launch }) => {
  const app = await launch()
  await app.page.evaluate(() => document.body.append(document.createElement('iframe')))
  await expect
    .poll(() =>
      inMain(
        app.electron,
        ({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.mainFrame.frames.length,
      ),
    )
    .toBe(1)
  await inMain(
    app.electron,
    ({ BrowserWindow, ipcMain }, request) => {
      const sender = BrowserWindow.getAllWindows()[0]?.webContents
      for (const senderFrame of [sender?.mainFrame.frames[0], null]) ipcMain.emit(request, { sender, senderFrame })
    },
    portRequest,
  )
  await expect.poll(() => refusals(app)).toMatchObject([{ sender: 'about:blank' }, { sender: 'a frame that is gone' }])
})

test('over the real port, what the contract does not allow is refused', async ({ launch }) => {
  const { page } = await launch()
  await takeRawPort(page)
  const call = { type: 'call', name: 'app.info' }
  for (const [id, name] of ['app.nothing', '__proto__', 'constructor', 'jobs.watch'].entries()) {
    expect(await exchange(page, { ...call, id, name })).toMatchObject({ error: { code: 'unknown-name' } })
  }
  const wrong = [
    { ...call, id: 11, name: 'app.copyText', input: { text: 5 } },
    { ...call, id: 12, name: 'folders.inspect', input: { codePath: ['/'] } },
    { ...call, id: 13, name: 5 },
    { type: 'open', id: 14, name: 'jobs.watch', input: { jobId: 'x', fromSeq: -1 }, credit: 1 },
    { type: 'open', id: 15, name: 'jobs.watch', input: { jobId: 'x', fromSeq: 0 }, credit: 1e9 },
  ]
  for (const frame of wrong) {
    expect(await exchange(page, frame)).toMatchObject({
      type: 'error',
      id: frame.id,
      error: { code: 'invalid-message' },
    })
  }
  expect(await exchange(page, { ...call, id: 20 })).toMatchObject({ type: 'answer', output: { language: 'en' } })
})

test('a payload of 50 MB is refused and the app goes on', async ({ launch }) => {
  const { electron, page } = await launch()
  await takeRawPort(page)
  const reply = await page.evaluate(async () => {
    const port = await window.rawPort
    return new Promise((resolve) => {
      port.addEventListener('message', ({ data }) => resolve(data), { once: true })
      port.postMessage({ type: 'call', id: 1, name: 'app.copyText', input: 'x'.repeat(50 * 1024 * 1024) })
    })
  })
  expect(reply).toMatchObject({ type: 'error', id: 1, error: { code: 'message-too-large' } })
  expect(await inMain(electron, ({ clipboard }) => clipboard.readText())).not.toContain('xxx')
  expect(await exchange(page, { type: 'call', id: 2, name: 'app.info' })).toMatchObject({ type: 'answer' })
})

test('a reloaded page is connected anew', async ({ launch }) => {
  const { page } = await launch()
  await takeRawPort(page)
  for (let id = 1; id <= 3; id += 1) {
    expect(await exchange(page, { type: 'call', id, name: 'app.info' })).toMatchObject({ type: 'answer', id })
    await page.reload()
  }
})
