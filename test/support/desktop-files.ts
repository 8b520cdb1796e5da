import { Packager, type LinuxConfiguration, type LinuxPackager } from 'electron-builder'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { repositoryRoot } from './launch-app.ts'

/** What the Linux packages install for the desktop, as electron-builder writes it from our configuration. */
export interface DesktopFiles {
  /** Also the name of the entry, without `.desktop`. */
  readonly executableName: string
  readonly entry: string
  readonly mimeTypes: string
}

interface Library {
  readonly LinuxPackager: new (packager: Packager) => LinuxPackager
}

interface HelperLibrary {
  readonly LinuxTargetHelper: new (packager: LinuxPackager) => {
    computeDesktopEntry(options: LinuxConfiguration): Promise<string>
    readonly mimeTypeFiles: Promise<string>
  }
}

/** The package formats themselves need tools that are downloaded; what is in them does not. */
export async function makeDesktopFiles(): Promise<DesktopFiles> {
  const requireOurs = createRequire(import.meta.url)
  const requireTheirs = createRequire(requireOurs.resolve('electron-builder'))
  const { LinuxPackager } = requireTheirs('app-builder-lib') as Library
  const { LinuxTargetHelper } = requireTheirs('app-builder-lib/out/targets/LinuxTargetHelper') as HelperLibrary

  const packager = new Packager({
    projectDir: repositoryRoot,
    config: 'build/electron-builder.yml',
    targets: new Map(),
  })
  await packager.validateConfig()
  const linux = new LinuxPackager(packager)
  const helper = new LinuxTargetHelper(linux)
  return {
    executableName: linux.executableName,
    entry: await helper.computeDesktopEntry(linux.platformSpecificBuildOptions),
    mimeTypes: await readFile(await helper.mimeTypeFiles, 'utf8'),
  }
}

/** The words of an entry's `Exec` line for one thing to open, which file managers hand over as a URL or a path. */
export function execWords(entry: string, target: string): string[] {
  const exec = /^Exec=(.*)$/m.exec(entry)?.[1] ?? ''
  const words = [...exec.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '')
  return words.map((word) => (/^%[uUfF]$/.test(word) ? target : word))
}
