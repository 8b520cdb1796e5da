import { accessSync, constants, statSync } from 'node:fs'
import { posix, win32 } from 'node:path'

export interface ProgramQuestion {
  readonly platform: NodeJS.Platform
  readonly environment: Readonly<Record<string, string | undefined>>
}

/**
 * Where a program is, by the folders of PATH that are named in full: never in the folder that the app happens to be in, where
 * Windows looks first and where anybody may have put a program of that name. Null where there is none.
 */
export function findProgram(
  name: string,
  { platform, environment }: ProgramQuestion = { platform: process.platform, environment: process.env },
): string | null {
  const path = platform === 'win32' ? win32 : posix
  const endings = platform === 'win32' ? ['.exe', '.com'] : ['']
  const variable = Object.keys(environment).find(
    (one) => one === 'PATH' || (platform === 'win32' && /^path$/i.test(one)),
  )
  const folders = (environment[variable ?? ''] ?? '').split(path.delimiter).map((folder) => folder.replaceAll('"', ''))
  // On Windows a folder is only named in full with its drive or host.
  const inFull = platform === 'win32' ? /^(?:[A-Za-z]:[\\/]|\\\\)/ : /^\//
  for (const folder of folders.filter((one) => inFull.test(one))) {
    for (const ending of endings) {
      const file = path.join(folder, `${name}${ending}`)
      if (isProgram(file)) return file
    }
  }
  return null
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return statSync(file).isFile()
  } catch {
    return false
  }
}
