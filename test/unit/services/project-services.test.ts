import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createNodeFiles } from '../../../electron/adapters/files/node-files.ts'
import { createThreadedJudge } from '../../../electron/adapters/target/threaded-judge.ts'
import { createMemoryStore } from '../../../electron/adapters/keychain/memory-store.ts'
import { createChangeVault } from '../../../electron/core/packages/change-vault.ts'
import { createLayerMaker } from '../../../electron/core/layer/create-layer-maker.ts'
import { createServices, type Services } from '../../../electron/services.ts'
import { contract } from '../../../shared/contract.ts'
import { noIgnoreSettings } from '../../../shared/model/ignore.ts'
import { collect } from '../../support/collect.ts'
import { fakeSecretLinter } from '../../support/fake-secret-linter.ts'
import { wellMachine } from '../../support/doctor-tools.ts'
import { FakeEngine } from '../../support/fake-engine.ts'
import { FakeRegistry } from '../../support/fake-registry.ts'
import { FakeUcloud } from '../../support/fake-ucloud.ts'
import { makeTemporaryFolder, writeFiles } from '../../support/temporary-folder.ts'

class SettledEngine extends FakeEngine {
  settle(): Promise<void> {
    return Promise.resolve()
  }
}

async function openServices(folder: string): Promise<Services> {
  return createServices({
    dataFolder: join(folder, 'app'),
    sandboxFolder: join(folder, 'sandbox'),
    sampleFolder: join(folder, 'sample'),
    scanWorkerPath: '',
    emit: () => undefined,
    adapters: {
      engine: new SettledEngine(),
      registry: new FakeRegistry(),
      ucloud: new FakeUcloud(),
      secrets: createMemoryStore('test'),
      files: createNodeFiles(),
      keptChanges: createChangeVault(join(folder, 'kept-changes')),
      secretLinter: fakeSecretLinter,
      judge: createThreadedJudge({ workerPath: '' }),
      layers: createLayerMaker({ folder: join(folder, 'layers') }),
      clock: { now: () => 1 },
      gpus: { ask: () => Promise.resolve(null) },
      readGit: () => Promise.resolve(null),
      machine: wellMachine(),
    },
  })
}

async function everythingIn(folder: string): Promise<string> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  return (await Promise.all(files.map(readUnlessGone))).join('\n')
}

/** The database's log goes away once all of it is in the database. */
async function readUnlessGone(path: string): Promise<string> {
  try {
    return await readFile(path, 'latin1')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return ''
    throw error
  }
}

describe('a pasted command', () => {
  it('leaves its secrets nowhere on the disk, and has them found in the code', async () => {
    const folder = await makeTemporaryFolder()
    const services = await openServices(folder)
    await writeFiles(folder, { 'code/train.py': 'password = "marked-password-1"\n' })
    const codePath = join(folder, 'code')
    const { project } = await services.importCommandLine(
      `python pytorch_tool.py pack --public_key p --private_key marked-key-1 --uhub_username u
         --uhub_password 'marked-password-1' --uhub_imagename mnist --code_path ${codePath} --mainfile_path train.py`,
    )
    expect(services.commandLineOf(project.id)).toContain('--uhub_password "$UAI_UHUB_PASSWORD"')
    await services.projectFiles.exportFile({ id: project.id, path: null, overwrite: false })
    const input = { codePath, ignore: noIgnoreSettings, live: false }
    const { items } = await collect(services.scans.scan(input, new AbortController().signal))
    const updates = items.flat().map((update) => contract['folders.scan'].item.parse(update))
    expect(updates.flatMap((update) => (update.type === 'read' ? update.warnings : []))).toEqual([
      { code: 'secret', path: 'train.py', line: 1, rule: 'account' },
    ])
    await services.close()
    expect(await everythingIn(join(folder, 'app'))).not.toContain('marked')
    expect(await readFile(join(folder, 'mnist.uaitrain'), 'utf8')).not.toContain('marked')
  })
})
