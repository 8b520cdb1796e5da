import { join, posix, win32 } from 'node:path'

export interface DataFolderSource {
  readonly platform: string
  readonly home: string
  readonly environment: Readonly<Record<string, string | undefined>>
}

/** Electron names the folder after the app. */
const appFolder = 'UAI Train Packer'

/** Where the app keeps its database and logs: Electron's own choice, told without Electron. UAI_DATA_FOLDER overrides. */
export function dataFolderOf({ platform, home, environment }: DataFolderSource): string {
  const chosen = environment['UAI_DATA_FOLDER']
  if (chosen !== undefined && chosen !== '') return chosen
  if (platform === 'win32') {
    return win32.join(environment['APPDATA'] ?? win32.join(home, 'AppData', 'Roaming'), appFolder)
  }
  if (platform === 'darwin') return posix.join(home, 'Library', 'Application Support', appFolder)
  const configFolder = environment['XDG_CONFIG_HOME']
  return posix.join(
    configFolder === undefined || configFolder === '' ? posix.join(home, '.config') : configFolder,
    appFolder,
  )
}

/** Where the layers of packed code are kept; what is in it can be made again. */
export function layerFolderOf(dataFolder: string): string {
  return join(dataFolder, 'layers')
}

/** Where what was kept of terminals is; nothing else can make it again. */
export function changesFolderOf(dataFolder: string): string {
  return join(dataFolder, 'kept-changes')
}

/** Where the sandbox keeps its registry; `UAI_SANDBOX_FOLDER` lets several data folders share one, one at a time. */
export function sandboxFolderOf(dataFolder: string, environment: Readonly<Record<string, string | undefined>>): string {
  return environment['UAI_SANDBOX_FOLDER'] ?? join(dataFolder, 'sandbox')
}
