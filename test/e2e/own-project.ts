import { randomBytes } from 'node:crypto'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readSecrets, type AppSecrets } from '../support/app-secrets.ts'
import { removeImage } from '../support/engine-images.ts'
import { makeOwnBases, type OwnBases } from '../support/own-bases.ts'
import { packResult } from '../support/pages/pack-pages.ts'
import { projectForm } from '../support/pages/project-form.ts'
import { projectPage } from '../support/pages/project-page.ts'
import { sandboxAccount, sandboxPorts } from '../support/sandbox.ts'
import { writeFiles } from '../support/write-files.ts'
import { expect, openProject, type NewAccount, type Packer } from './packer-test.ts'

/** A project of a test's own in the form, on the sandbox's account, everything filled in. */
export interface OwnProject {
  readonly packer: Packer
  /** Holds the code folder and all that a pack writes. */
  readonly folder: string
  readonly codeFolder: string
  readonly imageName: string
  readonly cpuImage: string
  readonly gpuImage: string
  readonly secrets: AppSecrets
  readonly bases: OwnBases
  /** Of another account that works, at the sandbox's servers. */
  readonly account: NewAccount
  remove(): Promise<void>
}

export const ownProjectName = 'net'
/** The combination whose base images are small. */
export const smallCombination = 'PyTorch 0.2.0 · Python 2.7.6 · Ubuntu 14.04.05'
export const trainingCode = "if __name__ == '__main__':\n    print('trained')\n"

export async function makeOwnProject(packer: Packer, code = trainingCode): Promise<OwnProject> {
  const parent = await mkdtemp(join(tmpdir(), 'uai-own-'))
  const folder = join(parent, ownProjectName)
  const codeFolder = join(folder, 'code')
  await writeFiles(codeFolder, { 'train.py': code })
  for (const name of ['data', 'output']) await mkdir(join(folder, name))

  const { registryPort, servicePort } = sandboxPorts()
  const uhubHost = `127.0.0.1:${registryPort}`
  const secrets = await readSecrets(packer.app, sandboxAccount.name)
  const auth = { host: uhubHost, username: sandboxAccount.uhubUsername, password: secrets.uhubPassword }
  const bases = await makeOwnBases(auth)
  const imageName = `e2e-${randomBytes(4).toString('hex')}`
  const images = [`${imageName}-cpu:uaitrain`, `${uhubHost}/demo/${imageName}:uaitrain`] as const

  await openProject(packer, codeFolder, ownProjectName)
  const form = projectForm(packer)
  await form.choose('account', sandboxAccount.name)
  await form.fill('uhubRegistry', 'demo')
  await form.fill('imageName', imageName)
  return {
    packer,
    folder,
    codeFolder,
    imageName,
    cpuImage: images[0],
    gpuImage: images[1],
    secrets,
    bases,
    account: { ...sandboxAccount, ...secrets, name: 'Mine', apiUrl: `http://127.0.0.1:${servicePort}`, uhubHost },
    remove: async () => {
      for (const image of images) await removeImage(image)
      await bases.remove()
      await rm(parent, { recursive: true })
    },
  }
}

/** Packs the project that is shown, to a good end. */
export async function packWell(packer: Packer): Promise<void> {
  await projectPage(packer).pack.click()
  await expect(packResult(packer).region).toBeVisible({ timeout: 60_000 })
}
