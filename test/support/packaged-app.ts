import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Readable } from 'node:stream'
import { build, Platform } from 'electron-builder'
import { chromium, type Page } from 'playwright-core'
import { appCommand, repositoryRoot, type LaunchOptions } from './launch-app.ts'
import { makeDesktopFiles } from './desktop-files.ts'

/** Packages the built app as its users get it, formats that need tools from elsewhere left out; returns the program. */
export async function packageApp(output: string): Promise<string> {
  const runtime = dirname(appCommand(output).executablePath)
  await build({
    projectDir: repositoryRoot,
    targets: Platform.LINUX.createTarget('dir'),
    publish: 'never',
    config: {
      extends: join(repositoryRoot, 'build/electron-builder.yml'),
      directories: { output, buildResources: 'build/icons' },
      electronDist: runtime,
      electronVersion: (await readFile(join(runtime, 'version'), 'utf8')).trim().replace(/^v/, ''),
      // The runtime of development has one that is a folder.
      afterExtract: ({ appOutDir }) =>
        rm(join(appOutDir, 'resources/default_app.asar'), { recursive: true, force: true }),
    },
  })
  return join(output, 'linux-unpacked', (await makeDesktopFiles()).executableName)
}

export interface PackagedApp {
  readonly page: Page
  /** Ends it as its user would; returns its exit code. */
  readonly close: () => Promise<number | null>
}

/** A packaged app takes no debugger for its main process; its page can be reached as any browser's. */
export async function launchPackaged(program: string, folder: string, options: LaunchOptions): Promise<PackagedApp> {
  const { args, env } = appCommand(folder, options)
  const words = args.filter((word) => word !== repositoryRoot)
  const app = spawn(program, ['--remote-debugging-port=0', ...words], { env, stdio: ['ignore', 'ignore', 'pipe'] })
  const ended = once(app, 'exit') as Promise<[number | null]>
  try {
    const browser = await chromium.connectOverCDP(await addressOf(app.stderr))
    const context = browser.contexts()[0]
    const page = context?.pages()[0] ?? (await context?.waitForEvent('page'))
    if (page === undefined) throw new Error('The packaged app has no window')
    return {
      page,
      close: async () => {
        // The answer may be lost with the page.
        await page.evaluate(() => window.close()).catch(() => undefined)
        return (await ended)[0]
      },
    }
  } catch (error) {
    app.kill('SIGKILL')
    throw error
  }
}

/** Chromium tells where its page can be reached. What it writes after that is read and dropped. */
function addressOf(output: Readable): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = ''
    output.on('data', (piece: Buffer) => {
      text += piece.toString()
      const address = /DevTools listening on (ws:\S+)/.exec(text)?.[1]
      if (address !== undefined) resolve(address)
    })
    output.once('end', () => reject(new Error(`The packaged app did not start: ${text}`)))
  })
}
