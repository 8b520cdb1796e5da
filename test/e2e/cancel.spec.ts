import { randomBytes } from 'node:crypto'
import { mkdtemp, open, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startDetour } from '../support/detour.ts'
import { inspectImage, removeImage } from '../support/engine-images.ts'
import { makeOwnBases } from '../support/own-bases.ts'
import { packEnded, packResult, packRunning } from '../support/pages/pack-pages.ts'
import { projectForm } from '../support/pages/project-form.ts'
import { projectPage } from '../support/pages/project-page.ts'
import { sandboxAccount } from '../support/sandbox.ts'
import { writeFiles } from '../support/write-files.ts'
import { addAccount, expect, openProject, test } from './packer-test.ts'

/** What the product promises is one second; the machine of a test may be slow. */
const limitMs = 3_000
const hugeBytes = 40_000_000_000

test('a pack can be cancelled in every stage and leaves nothing', async ({ startInSandbox }, testInfo) => {
  const packer = await startInSandbox()
  const folder = await mkdtemp(join(tmpdir(), 'uai-cancel-'))
  const imageName = `e2e-${randomBytes(4).toString('hex')}`
  const codeFiles = { 'train.py': "if __name__ == '__main__':\n    print(1)\n" }
  for (const project of ['huge', 'small']) await writeFiles(join(folder, project, 'code'), codeFiles)
  await writeHoles(join(folder, 'huge', 'code', 'checkpoint.bin'), hugeBytes)

  const detour = await startDetour(packer.app)
  const { api, registry } = detour
  const { username, password } = { username: sandboxAccount.uhubUsername, password: detour.secrets.uhubPassword }
  const bases = await makeOwnBases({ host: registry.host, username, password })
  const form = projectForm(packer)
  const { pack, cancel } = projectPage(packer)
  const running = packRunning(packer)
  const images = [`${imageName}-cpu:uaitrain`, `${registry.host}/demo/${imageName}:uaitrain`]

  async function cancelAt(stage: string, reached: () => Promise<unknown>, beside: string): Promise<void> {
    await test.step(`cancel: ${stage}`, async () => {
      const before = await readdir(beside)
      await pack.click()
      await expect(running.region).toBeVisible()
      await reached()
      const clickedAt = Date.now()
      await cancel.click()
      await expect(packEnded(packer).cancelled).toBeVisible()
      const tookMs = Date.now() - clickedAt
      testInfo.annotations.push({ type: 'cancelled', description: `${stage}: ${tookMs} ms` })
      expect(tookMs).toBeLessThan(limitMs)
      detour.open()
      expect(await readdir(beside)).toEqual(before)
      for (const image of images) expect(await inspectImage(image)).toBeNull()
      await expect.poll(() => bases.leftovers()).toEqual([])
      await expect(form.input('imageName')).toBeEditable()
      await expect(form.input('imageName')).toHaveValue(imageName)
      await expect(pack).toBeEnabled()
    })
  }

  try {
    const huge = join(folder, 'huge')
    await openProject(packer, join(huge, 'code'), 'huge')
    await addAccount(packer, detour.account)
    await form.fill('uhubRegistry', 'demo')
    await form.fill('imageName', imageName)

    // The service is asked while the folder is walked; what it says would be remembered.
    let held = api.hold({ matches: () => true })
    await cancelAt(
      'scan',
      async () => {
        await held
        await expect(running.stage('shared', 'scan', 'started')).toBeVisible()
      },
      huge,
    )

    const small = join(folder, 'small')
    await openProject(packer, join(small, 'code'), 'small')
    await form.choose('account', detour.account.name)
    await form.fill('uhubRegistry', 'demo')
    await form.fill('imageName', imageName)

    held = api.hold({ matches: () => true })
    await cancelAt('resolve', () => held, small)
    held = registry.hold({ matches: ({ path }) => path === '/v2/' })
    await cancelAt('login', () => held, small)

    await form.useOwnBase(bases.remote, bases.small)
    held = registry.hold({
      matches: ({ method, path }) => method === 'GET' && path.includes('/blobs/'),
      answerBytes: 1_000_000,
    })
    await cancelAt(
      'pull',
      async () => {
        await held
        await expect(running.stage('cpu', 'pull', 'started')).toBeVisible()
        await expect(running.layers.getByText(packer.t('layerPhases.downloading'))).toBeVisible()
      },
      small,
    )
    expect(await inspectImage(bases.remote)).toBeNull()

    await form.useOwnBase(bases.endless, bases.small)
    await cancelAt('build', () => expect.poll(() => bases.isWaiting()).toBe(true), small)

    await form.useOwnBase(bases.small, bases.small)
    held = registry.hold({ matches: ({ path }) => path.includes('/blobs/uploads/') })
    await cancelAt(
      'push',
      async () => {
        await held
        await expect(running.stage('gpu', 'push', 'started')).toBeVisible()
      },
      small,
    )

    await test.step('the next pack succeeds', async () => {
      await pack.click()
      await expect(packResult(packer).region).toBeVisible({ timeout: 30_000 })
      for (const image of images) expect(await inspectImage(image)).not.toBeNull()
      expect((await readdir(small)).sort()).toEqual(['code', 'uaitrain_cmd.txt', 'uaitrain_pack.log'])
    })
  } finally {
    await detour.stop()
    for (const image of images) await removeImage(image)
    await bases.remove()
    await rm(folder, { recursive: true })
  }
})

/** A file that is as long as it says and takes no room. */
async function writeHoles(path: string, sizeBytes: number): Promise<void> {
  const file = await open(path, 'w')
  await file.truncate(sizeBytes)
  await file.close()
}
