import { once } from 'node:events'
import { connect } from 'node:net'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { startDetour } from '../support/detour.ts'
import { inspectImage, removeImage } from '../support/engine-images.ts'
import { inMain } from '../support/in-main.ts'
import { packEnded, packResult, packRunning } from '../support/pages/pack-pages.ts'
import { projectForm } from '../support/pages/project-form.ts'
import { projectPage } from '../support/pages/project-page.ts'
import { unfold } from '../support/pages/screen.ts'
import { testsPage } from '../support/pages/tests-page.ts'
import { findContainersWith } from '../support/raw-engine.ts'
import { sandboxAccount, sandboxPorts } from '../support/sandbox.ts'
import { unlessLost } from '../support/unless-lost.ts'
import { writeFiles } from '../support/write-files.ts'
import { makeOwnProject, ownProjectName, packWell, smallCombination } from './own-project.ts'
import { addAccount, expect, test, type Packer } from './packer-test.ts'
import { answerWith, asked } from './quit-question.ts'

/** Numbers its lines until a file tells it that there are enough. */
const countingCode = `import itertools, os, sys, time
for number in itertools.count(1):
    print("line %d" % number)
    if os.path.exists("/data/data/enough"): sys.exit(0)
    time.sleep(0.2)
`

test('a reload of the page shows the running pack again, which ends well', async ({ startInSandbox }) => {
  const packer = await startInSandbox()
  const project = await makeOwnProject(packer)
  const detour = await startDetour(packer.app)
  const running = packRunning(packer)
  const image = `${detour.registry.host}/demo/${project.imageName}:uaitrain`
  try {
    await addAccount(packer, detour.account)
    await projectForm(packer).useOwnBase(project.bases.small, project.bases.small)
    const held = detour.registry.hold({ matches: ({ path }) => path.includes('/blobs/uploads/') })
    await projectPage(packer).pack.click()
    await expect(running.region).toBeVisible()
    await held
    await expect(running.stage('gpu', 'push', 'started')).toBeVisible()

    await packer.page.reload()
    await expect(running.region).toBeVisible()
    for (const stage of ['check', 'resolve', 'login', 'scan'] as const) {
      await expect(running.stage('shared', stage, 'done')).toBeVisible()
    }
    await expect(running.stage('cpu', 'build', 'done')).toBeVisible()
    await expect(running.stage('gpu', 'push', 'started')).toBeVisible()
    await unfold(running.showLog)
    await expect(running.log).toContainText(`login to ${detour.registry.host}`)

    detour.open()
    await expect(packResult(packer).region).toBeVisible()
    await expect(packResult(packer).row('gpu').getByTitle(image, { exact: true })).toBeVisible()
    expect(await inspectImage(image)).not.toBeNull()
  } finally {
    await detour.stop()
    await removeImage(image)
    await project.remove()
  }
})

test('a test run is stopped with its window, or goes on without the app, which takes it up again', async ({
  startInSandbox,
  startPacker,
}) => {
  const first = await startInSandbox()
  const { folder } = first.app
  const project = await makeOwnProject(first, countingCode)
  // A test runs its image by id.
  const containers = async (): Promise<string[]> =>
    findContainersWith((await inspectImage(project.cpuImage))?.id ?? project.cpuImage)
  const showTests = async (packer: Packer): Promise<void> => {
    await projectPage(packer).row(ownProjectName).click()
    await projectPage(packer).tab('tests').click()
  }
  try {
    await projectForm(first).choose('base', smallCombination)
    await packWell(first)
    await packResult(first).runCpuTest.click()
    await expect(testsPage(first).log).toContainText('line 1')
    expect(await containers()).toHaveLength(1)

    await answerWith(first, 2)
    await closeWindow(first)
    await expect.poll(() => asked(first)).toBe(1)
    await answerWith(first, 2)
    await quitApp(first)
    await expect.poll(() => asked(first)).toBe(1)
    expect(await isVisible(first)).toBe(true)
    expect(await containers()).toHaveLength(1)
    await answerWith(first, 1)
    const exited = once(first.app.electron.process(), 'exit')
    await quitApp(first)
    expect(await exited).toEqual([0, null])
    expect(await containers()).toEqual([])
    await expectRegistryGone()

    const second = await startPacker({ folder })
    await showTests(second)
    await expect(testsPage(second).words).toContainText(second.t('jobStates.cancelled'))
    await expect(testsPage(second).log).toContainText('line 1')
    await testsPage(second).again.click()
    await expect(testsPage(second).log).toContainText('line 5')
    await killApp(second)
    expect(await containers()).toHaveLength(1)

    const third = await startPacker({ folder })
    await showTests(third)
    await expect(testsPage(third).words).toContainText(third.t('jobStates.running'))
    await expect(testsPage(third).log).toContainText('taken up again')
    await answerWith(third, 0)
    const left = once(third.app.electron.process(), 'exit')
    await closeWindow(third)
    expect(await left).toEqual([0, null])
    expect(await containers()).toHaveLength(1)

    await writeFiles(join(project.folder, 'data'), { enough: '' })
    const fourth = await startPacker({ folder })
    await showTests(fourth)
    await expect(testsPage(fourth).words).toContainText(fourth.t('jobStates.succeeded'))
    const numbers = await numbersInLog(fourth)
    expect(numbers.length).toBeGreaterThan(5)
    expect(numbers).toEqual(numbers.map((_, index) => index + 1))
    await expect.poll(containers).toEqual([])
  } finally {
    await project.remove()
  }
})

/** The numbered lines of the newest test, as it keeps them. */
async function numbersInLog({ app }: Packer): Promise<number[]> {
  const folder = join(app.dataFolder, 'jobs')
  const names = (await readdir(folder)).filter((name) => name.endsWith('.log'))
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')))
  const newest = texts.find((text) => text.includes('taken up again')) ?? ''
  return [...newest.matchAll(/line (\d+)$/gm)].map((match) => Number(match[1]))
}

test('a pack goes on behind a closed window, and the app ends with it', async ({ startInSandbox, startPacker }) => {
  const first = await startInSandbox()
  const { folder } = first.app
  const project = await makeOwnProject(first)
  const detour = await startDetour(first.app)
  const image = `${detour.registry.host}/demo/${project.imageName}:uaitrain`
  try {
    await addAccount(first, detour.account)
    await projectForm(first).useOwnBase(project.bases.small, project.bases.small)
    const held = detour.registry.hold({ matches: ({ path }) => path.includes('/blobs/uploads/') })
    await projectPage(first).pack.click()
    await held
    await answerWith(first, 0)
    await closeWindow(first)
    await expect.poll(() => isVisible(first)).toBe(false)
    const exited = once(first.app.electron.process(), 'exit')
    detour.open()
    expect(await exited).toEqual([0, null])

    const second = await startPacker({ folder })
    await projectPage(second).row(ownProjectName).click()
    expect(await inspectImage(image)).not.toBeNull()
    await expect(projectPage(second).state).toContainText(second.t('projects.packed', { when: '' }).trim())
  } finally {
    await detour.stop()
    await removeImage(image)
    await project.remove()
  }
})

test('a pack that was killed is told as interrupted, leaves nothing, and can be done again', async ({
  startInSandbox,
  startPacker,
}) => {
  const first = await startInSandbox()
  const { folder } = first.app
  const project = await makeOwnProject(first)
  const { bases } = project
  try {
    await projectForm(first).useOwnBase(bases.endless, bases.small)
    await projectPage(first).pack.click()
    await expect.poll(() => bases.isWaiting()).toBe(true)
    await killApp(first)
    await expectRegistryGone()
    await expect.poll(() => bases.isWaiting()).toBe(false)
    expect((await readdir(project.folder)).sort()).toEqual(['code', 'data', 'output'])

    const second = await startPacker({ folder })
    await projectPage(second).row(ownProjectName).click()
    await projectPage(second).state.click()
    await expect(packEnded(second).interrupted).toBeVisible()
    const form = projectForm(second)
    await expect(form.input('imageName')).toHaveValue(project.imageName)
    await expect(form.select('account')).toHaveValue(sandboxAccount.name)
    await form.useOwnBase(bases.small, bases.small)
    await packWell(second)
    expect(await inspectImage(project.cpuImage)).not.toBeNull()
  } finally {
    await project.remove()
  }
})

function isVisible({ app }: Packer): Promise<boolean> {
  return inMain(app.electron, ({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible() ?? false)
}

async function closeWindow({ app }: Packer): Promise<void> {
  await unlessLost(() =>
    app.electron.evaluate(({ BrowserWindow }) => {
      // After the answer, which the end of the app would cut off.
      setTimeout(() => BrowserWindow.getAllWindows()[0]?.close())
    }),
  )
}

/** As the command of the menu, or its key, does. */
async function quitApp({ app }: Packer): Promise<void> {
  await unlessLost(() =>
    app.electron.evaluate(({ app: electronApp }) => {
      setTimeout(() => electronApp.quit())
    }),
  )
}

async function killApp({ app }: Packer): Promise<void> {
  const exited = once(app.electron.process(), 'exit')
  app.electron.process().kill('SIGKILL')
  await exited
}

/** The sandbox's registry is a process of its own, which must not outlive the app. */
async function expectRegistryGone(): Promise<void> {
  const answers = (): Promise<boolean> =>
    new Promise((resolve) => {
      const socket = connect(sandboxPorts().registryPort, '127.0.0.1')
      socket.once('connect', () => resolve(true))
      socket.once('error', () => resolve(false))
      socket.once('connect', () => socket.destroy())
    })
  await expect.poll(answers).toBe(false)
}
