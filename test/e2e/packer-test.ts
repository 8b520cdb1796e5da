import { readdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { TFunction } from 'i18next'
import type { Page } from 'playwright-core'
import type { LaunchedApp, LaunchOptions } from '../support/launch-app.ts'
import { accountDialog, type TypedAccount } from '../support/pages/account-dialog.ts'
import { firstStart } from '../support/pages/first-start.ts'
import { projectForm } from '../support/pages/project-form.ts'
import { projectPage } from '../support/pages/project-page.ts'
import { textsIn } from '../support/texts.ts'
import { unlessLost } from '../support/unless-lost.ts'
import { expect, test as base } from './app-test.ts'

export { expect } from './app-test.ts'

/** A running app, its window and its texts. */
export interface Packer {
  readonly app: LaunchedApp
  readonly page: Page
  readonly t: TFunction
}

export type NewAccount = TypedAccount & { readonly name: string }

interface PackerFixtures {
  startPacker: (options?: LaunchOptions) => Promise<Packer>
  /** As a new user comes to it: the sandbox made by a click, its sample project shown. */
  startInSandbox: (options?: LaunchOptions) => Promise<Packer>
}

/** The sample project that comes with the sandbox. */
export const sampleName = 'pytorch-mnist'

export const test = base.extend<PackerFixtures>({
  startPacker: async ({ launch }, use) => {
    await use(async (options = {}) => {
      const app = await launch(options)
      return { app, page: app.page, t: textsIn(options.language ?? 'en') }
    })
  },
  startInSandbox: async ({ startPacker }, use) => {
    await use(async (options) => {
      const packer = await startPacker(options)
      await firstStart(packer).trySandbox.click()
      await expect(projectPage(packer).title).toHaveText(sampleName, { timeout: 60_000 })
      return packer
    })
  },
})

/** Has the next look for a folder find this one, as if the user had chosen it in the system's own dialog. */
export async function chooseInDialog({ app }: Packer, folder: string): Promise<void> {
  await unlessLost(() =>
    app.electron.evaluate(({ dialog }, path) => {
      dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [path] })
    }, folder),
  )
}

/** Answers the system's own dialog for a file to be written. */
export async function saveInDialog({ app }: Packer, path: string): Promise<void> {
  await unlessLost(() =>
    app.electron.evaluate(({ dialog }, filePath) => {
      dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath })
    }, path),
  )
}

/** Makes a project of a folder as a user does, and waits until its form is there. */
export async function openProject(packer: Packer, codeFolder: string, name: string): Promise<void> {
  await chooseInDialog(packer, codeFolder)
  const missing = await missingTestFolders(codeFolder)
  await projectPage(packer).newProject.click()
  await expect(projectPage(packer).title).toHaveText(name)
  if (missing.length > 0) await leaveTestFolders(packer, missing)
  await expect(projectForm(packer).form).toBeVisible()
}

/** Test folders are made only by a user who says so; this one does not. */
export async function leaveTestFolders({ page, t }: Packer, paths: readonly string[]): Promise<void> {
  const dialog = page.getByRole('dialog', { name: t('open.foldersTitle') })
  for (const path of paths) await expect(dialog).toContainText(path)
  await dialog.getByRole('button', { name: t('open.foldersLater') }).click()
  await expect(dialog).toBeHidden()
}

async function missingTestFolders(codeFolder: string): Promise<string[]> {
  const parent = dirname(codeFolder)
  const there = await readdir(parent)
  return ['data', 'output'].filter((name) => !there.includes(name)).map((name) => join(parent, name))
}

/** Makes an account from the form's own list and has the project use it. */
export async function addAccount(packer: Packer, account: NewAccount): Promise<void> {
  const form = projectForm(packer)
  const { dialog, fill, save } = accountDialog(packer)
  await form.choose('account', packer.t('form.newAccount'))
  await fill(account)
  await save.click()
  await expect(dialog).toBeHidden()
  await expect(form.select('account')).toHaveValue(account.name)
}

/** Types something else into an account that the project uses. */
export async function changeAccount(packer: Packer, name: string, changes: TypedAccount): Promise<void> {
  const { dialog, fill, save } = accountDialog(packer)
  await projectForm(packer).editAccount(name).click()
  await fill(changes)
  await save.click()
  await expect(dialog).toBeHidden()
}
