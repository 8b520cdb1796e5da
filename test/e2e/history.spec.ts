import { randomBytes } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type * as Electron from 'electron'
import { createDockerEngine } from '../../electron/adapters/docker/create-engine.ts'
import { packLabels } from '../../electron/core/pack/labels.ts'
import { databasePathOf } from '../../electron/services/data-paths.ts'
import { collect } from '../support/collect.ts'
import { inspectImage, readFiles, removeImage } from '../support/engine-images.ts'
import { inMain } from '../support/in-main.ts'
import { comparePage, historyPage, recordPage } from '../support/pages/history-page.ts'
import { packEnded, packResult } from '../support/pages/pack-pages.ts'
import { projectForm } from '../support/pages/project-form.ts'
import { projectPage } from '../support/pages/project-page.ts'
import { importPythonImage } from '../support/python-image.ts'
import { readPushedImage, type PushedImage } from '../support/pushed-image.ts'
import { sandboxAccount } from '../support/sandbox.ts'
import { makeTar } from '../support/tar.ts'
import { writeFiles } from '../support/write-files.ts'
import { makeOwnProject, trainingCode } from './own-project.ts'
import { chooseInDialog, expect, saveInDialog, test, type Packer } from './packer-test.ts'

const changedCode = trainingCode.replace('trained', 'trained better')
const packLimitMs = 60_000

test('packs of the past are compared, pushed again, pulled back and restored, by clicking', async ({
  startInSandbox,
}) => {
  const packer = await startInSandbox()
  const { t } = packer
  const project = await makeOwnProject(packer)
  const { gpuImage, bases, imageName } = project
  const [host = ''] = gpuImage.split('/')
  const oldTag = gpuImage.replace(':uaitrain', ':old')
  const restored = await mkdtemp(join(tmpdir(), 'uai-restored-'))
  const [form, list, compare, record] = [
    projectForm(packer),
    historyPage(packer),
    comparePage(packer),
    recordPage(packer),
  ]
  const readPushed = (tag: string): Promise<PushedImage | null> => {
    const auth = { host, username: sandboxAccount.uhubUsername, password: project.secrets.uhubPassword }
    return readPushedImage({ host, auth }, { repository: `demo/${imageName}`, tag })
  }
  const where = {
    engine: (state: 'there' | 'gone') => t(`history.truths.engine.${state}`),
    registry: (state: 'there' | 'moved') => t(`history.truths.registry.${state}`),
  }

  try {
    await form.useOwnBase(bases.small, bases.small)
    await packAndList(packer, 1)
    const first = await readPushed('uaitrain')
    await writeFiles(project.codeFolder, { 'train.py': changedCode })
    await lookElsewhere(packer)
    await packAndList(packer, 2)
    await test.step('the system is asked to tell of it; a click and the list of jobs lead to it', async () => {
      await expect.poll(() => clickNotification(packer)).toBe('Pack succeeded')
      await expect(packResult(packer).region).toBeVisible()
      await projectPage(packer).tab('history').click()
      await packer.page.getByRole('button', { name: t('status.noJobs') }).click()
      await packer.page
        .getByRole('menuitem', { name: t('jobKinds.pack') })
        .first()
        .click()
      await expect(packResult(packer).region).toBeVisible()
    })
    await writeFiles(project.codeFolder, { 'more.py': 'MORE = 1\n' })
    await projectPage(packer).tab('pack').click()
    await packResult(packer).settings.click()
    await form.fill('trainParams', '--epochs 3')
    await packAndList(packer, 3)

    await test.step('compare the newest with the oldest', async () => {
      await list.mark(0)
      await list.mark(2)
      await list.compare.click()
      await expect(compare.title).toBeVisible()
      await expect(compare.facts.getByRole('columnheader')).toContainText([t('history.before'), t('history.after')])
      await expect(compare.parameter(t('fields.trainParams')).getByRole('cell')).toHaveText(['—', '--epochs 3'])
      await expect(compare.file('more.py')).toContainText(t('history.changes.added'))
      await compare.file('train.py').click()
      await expect(compare.diff('train.py')).toContainText("-    print('trained')")
      await expect(compare.diff('train.py')).toContainText("+    print('trained better')")
      await packer.page.keyboard.press('Escape')
    })

    await test.step('push the oldest, which Docker has no more, to another tag', async () => {
      await list.rows.nth(2).click()
      await expect(record.image(gpuImage, where.engine('gone'))).toBeVisible()
      await expect(record.image(gpuImage, where.registry('moved'))).toBeVisible()
      await record.pushAgain('old')
      await expect(record.image(oldTag, where.registry('there'))).toBeVisible()
      const pushed = await readPushed('old')
      expect(pushed?.digest).toBe(first?.digest)
      const { files } = (await pushed?.readLayer(pushed.layers.at(-1) ?? '')) ?? {}
      expect(files).toEqual({ 'data/train.py': trainingCode })
    })

    await test.step('restore its code', async () => {
      await chooseInDialog(packer, restored)
      await record.restore.click()
      await expect(record.showRestored).toBeVisible()
      const [folder = ''] = await readdir(restored)
      const files = await readFiles(join(restored, folder))
      expect([...files].map(([path, bytes]) => [path, bytes.toString()])).toEqual([['train.py', trainingCode]])
    })

    await test.step('remove the images of the newest, and get the one back that was pushed', async () => {
      await record.back.click()
      await list.rows.first().click()
      await expect(record.image(gpuImage, where.engine('there'))).toBeVisible()
      const before = await inspectImage(gpuImage)
      await record.menu('history.removeImages')
      await expect(packer.page.getByRole('dialog')).toContainText(/(\d+) k?B/)
      await expect(packer.page.getByRole('button', { name: t('common.cancel') })).toBeFocused()
      await packer.page.keyboard.press('Escape')
      await expect(record.more).toBeFocused()
      await record.more.click()
      await expect(packer.page.getByRole('menu')).toBeVisible()
      await packer.page.keyboard.press('Escape')
      await expect(packer.page.getByRole('menu')).toBeHidden()
      await expect(record.back).toBeVisible()
      await record.removeImages()
      await expect(record.image(gpuImage, where.engine('gone'))).toBeVisible()
      expect(await inspectImage(gpuImage)).toBeNull()
      await expect(record.testAgain).toBeDisabled()
      await expect(record.testAgain).toHaveAttribute('title', t('history.why.pullBackFirst'))
      await record.pullBack.click()
      await expect(record.image(gpuImage, where.engine('there'))).toBeVisible()
      expect(before).not.toBeNull()
      expect(await inspectImage(gpuImage)).toEqual(before)
    })

    await test.step('save its commands; give it away with its code, remove it, and take it in again', async () => {
      const [commands, file] = [join(restored, 'commands.txt'), join(restored, 'given.uaipack')]
      await saveInDialog(packer, commands)
      await record.menu('history.saveCommands')
      const written = await readFile(join(dirname(project.codeFolder), 'uaitrain_cmd.txt'), 'utf8')
      await expect.poll(() => readFile(commands, 'utf8').catch(() => '')).toBe(written)
      await saveInDialog(packer, file)
      await record.menu('history.exportWithCode')
      await expect
        .poll(() =>
          stat(file).then(
            ({ size }) => size > 0,
            () => false,
          ),
        )
        .toBe(true)
      await record.removeRecord()
      await expect(list.inState('succeeded')).toHaveCount(2)

      await packer.page.getByRole('button', { name: t('history.allTitle') }).click()
      await expect(list.inState('succeeded')).toHaveCount(2)
      await chooseInDialog(packer, file)
      await list.import.click()
      await expect(record.origin('imported')).toBeVisible()
      await chooseInDialog(packer, restored)
      await record.restore.click()
      await expect(record.showRestored).toBeVisible()
    })

    await test.step('find one by what it was packed with', async () => {
      await record.back.click()
      await expect(list.inState('succeeded')).toHaveCount(3)
      await list.search.fill('epochs 3')
      await expect(list.rows).toHaveCount(1)
      await list.rows.first().click()
      await expect(record.back).toBeVisible()
      await packer.page.keyboard.press('Escape')
      await expect(list.search).toHaveValue('epochs 3')
      await expect(list.list).toBeFocused()
      await packer.page.keyboard.press('Enter')
      await expect(record.back).toBeVisible()
    })
  } finally {
    await removeImage(oldTag)
    await project.remove()
    await rm(restored, { recursive: true })
  }
})

test('an image that failed when it was tried is not pushed from its record without a word', async ({
  startInSandbox,
}) => {
  const packer = await startInSandbox()
  const { page, t } = packer
  const project = await makeOwnProject(packer, 'import missing_from_it\n')
  const { bases, gpuImage, imageName } = project
  const [host = ''] = gpuImage.split('/')
  const withPython = `${host}/demo/${imageName}-base:1`
  const engine = createDockerEngine()
  const { signal } = new AbortController()
  const [form, list, record] = [projectForm(packer), historyPage(packer), recordPage(packer)]
  const reason = t('explain.failures.missing-module.title', { subject: 'missing_from_it' })
  const pushAnyway = page.getByRole('button', { name: t('smoke.pushAnyway') })

  try {
    await importPythonImage({ engine, tag: withPython, files: {}, signal })
    const auth = { host, username: sandboxAccount.uhubUsername, password: project.secrets.uhubPassword }
    await collect(engine.pushImage({ reference: withPython, auth, signal }))
    await form.useOwnBase(withPython, bases.small)
    await form.tryFirst.check({ force: true })
    await projectPage(packer).pack.click()
    await expect(packEnded(packer).alert).toContainText(reason, { timeout: packLimitMs })
    await projectPage(packer).tab('history').click()
    await list.inState('failed').click()
    await expect(record.pushFirst).toBeVisible()
    await expect(record.pushAgainButton).toHaveCount(0)
    await record.pushFirst.click()
    await expect(record.dialog).toContainText(t('smoke.failedTry', { reason }))
    await record.dialog.getByRole('button', { name: t('common.cancel') }).click()
    await expect(record.pushFirst).toBeFocused()

    await projectPage(packer).tab('pack').click()
    await pushAnyway.click()
    await expect(packResult(packer).region).toContainText(t('smoke.verdicts.failed'), { timeout: packLimitMs })

    await projectPage(packer).tab('history').click()
    await expect(list.inState('succeeded')).toContainText(t('smoke.verdicts.failed'))
    await list.inState('failed').click()
    await record.pushFirst.click()
    await pushAnyway.click()
    await expect(record.image(gpuImage, t('history.truths.registry.there'))).toBeVisible()
    await expect(record.pushAgainButton).toBeVisible()
  } finally {
    await project.remove()
    await removeImage(withPython)
    await engine.settle()
  }
})

test('a damaged database is set aside, and packs are found again by their images', async ({ startPacker }) => {
  const { app } = await startPacker()
  await app.close()
  await writeFile(databasePathOf(app.dataFolder), 'garbage '.repeat(2000))
  const name = `lost-${randomBytes(4).toString('hex')}`
  const [base, image] = [`${name}-base:1`, `${name}-cpu:uaitrain`]
  const engine = createDockerEngine()
  const { signal } = new AbortController()
  try {
    await engine.importImage({ rootFileSystem: makeTar({ 'etc/identity': name }), tag: base, signal })
    const context = makeTar({ Dockerfile: `FROM ${base}\nCOPY Dockerfile /\n` })
    const labels = packLabels({ project: name, codeDigest: 'sha256:lost', lane: 'cpu', layerCount: 2 })
    await collect(engine.buildImage({ context, tag: image, labels, signal }))

    const { page, t } = await startPacker({ folder: app.folder })
    await expect(page.getByText(t('history.lostTitle'))).toBeVisible()
    await page
      .getByRole('main')
      .getByRole('button', { name: t('history.allTitle') })
      .click()
    const row = historyPage({ page, t }).rows.filter({ hasText: name })
    await expect(row).toContainText(t('history.origins.rebuilt'))
    await row.click()
    await expect(recordPage({ page, t }).image(image, t('history.truths.engine.there'))).toBeVisible()
    const [aside] = (await readdir(app.dataFolder)).filter((file) => file.includes('.damaged-'))
    expect(await readFile(join(app.dataFolder, aside ?? ''), 'utf8')).toContain('garbage')
  } finally {
    for (const one of [image, base]) await removeImage(one)
    await engine.settle()
  }
})

/** Packs the project that is shown, and waits until the list has so many packs that succeeded. */
async function packAndList(packer: Packer, count: number): Promise<void> {
  await projectPage(packer).pack.click()
  await projectPage(packer).tab('history').click()
  await expect(historyPage(packer).inState('succeeded')).toHaveCount(count, { timeout: packLimitMs })
}

/** Has the app think that its window is not looked at, for long, and keeps what it asks the system to show. */
async function lookElsewhere({ app }: Packer): Promise<void> {
  await inMain(app.electron, ({ BrowserWindow, Notification }) => {
    for (const window of BrowserWindow.getAllWindows()) window.isFocused = () => false
    Notification.isSupported = () => true
    // Only of jobs that take their time is the system asked to tell.
    const [began, now] = [Date.now(), Date.now]
    Date.now = () => began + (now() - began) * 60
    Notification.prototype.show = function show(this: Electron.Notification): void {
      Object.assign(globalThis, { lastNotification: this })
    }
  })
}

/** Clicks the newest one and gives its title; empty while there is none. */
function clickNotification({ app }: Packer): Promise<string> {
  return inMain(app.electron, () => {
    const { lastNotification } = globalThis as { lastNotification?: Electron.Notification }
    lastNotification?.emit('click')
    return lastNotification?.title ?? ''
  })
}
