import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { commandFileText, trainCommands } from '../../shared/uaitrain/commands.ts'
import { readSecrets } from '../support/app-secrets.ts'
import { inspectImage, readDataFolder, readFiles, removeImage } from '../support/engine-images.ts'
import { firstStart } from '../support/pages/first-start.ts'
import { packResult, packRunning } from '../support/pages/pack-pages.ts'
import { projectForm } from '../support/pages/project-form.ts'
import { projectPage } from '../support/pages/project-page.ts'
import { testsPage } from '../support/pages/tests-page.ts'
import { readPushedImage } from '../support/pushed-image.ts'
import { sandboxAccount, sandboxPorts } from '../support/sandbox.ts'
import { sampleProjectSettings } from '../support/samples.ts'
import { unlessLost } from '../support/unless-lost.ts'
import { writeFiles } from '../support/write-files.ts'
import { chooseInDialog, expect, leaveTestFolders, test, type Packer } from './packer-test.ts'

const run = promisify(execFile)
const base = 'uaitrain_ubuntu-16.04_python-3.6_pytorch-0.4:v1.0'

const cases = [
  { language: 'en', trainParams: '' },
  { language: 'zh-CN', trainParams: '--epochs 1' },
] as const

for (const { language, trainParams } of cases) {
  test(`from first start to a trained network by clicking, in ${language}`, async ({ startInSandbox }) => {
    const packer = await startInSandbox({ language })
    const host = `127.0.0.1:${sandboxPorts().registryPort}`
    const imageName = `e2e-${randomBytes(4).toString('hex')}`
    const sample = join(packer.app.dataFolder, 'sample')
    const [data, output] = [join(sample, 'data'), join(sample, 'output')]
    const cpuImage = `${imageName}-cpu:uaitrain`
    const gpuImage = `${host}/demo/${imageName}:uaitrain`
    try {
      await test.step('pack', async () => {
        const form = projectForm(packer)
        await form.fill('imageName', imageName)
        await form.fill('trainParams', trainParams)
        await expect(form.preview.getByTitle(gpuImage, { exact: true })).toBeVisible()
        await projectPage(packer).pack.click()
        await expect(packResult(packer).region).toBeVisible({ timeout: 60_000 })
        await expect(packRunning(packer).region).toBeHidden()
      })

      await test.step('two images, each the base and one layer', async () => {
        for (const [lane, image] of [
          ['cpu', cpuImage],
          ['gpu', gpuImage],
        ] as const) {
          const made = await inspectImage(image)
          const from = await inspectImage(`${host}/uaishare/${lane}_${base}`)
          expect(made?.layers.slice(0, -1)).toEqual(from?.layers)
          const row = packResult(packer).row(lane)
          await expect(row.getByTitle(image, { exact: true })).toBeVisible()
          await expect(row.getByTitle(made?.id ?? 'no image')).toBeVisible()
        }
      })

      await test.step('pushed: the base and one layer, with the code and nothing else', async () => {
        const { uhubPassword } = await readSecrets(packer.app, sandboxAccount.name)
        const registry = { host, auth: { host, username: sandboxAccount.uhubUsername, password: uhubPassword } }
        const pushed = await readPushedImage(registry, { repository: `demo/${imageName}`, tag: 'uaitrain' })
        const [name = '', tag = ''] = `uaishare/gpu_${base}`.split(':')
        const from = await readPushedImage(registry, { repository: name, tag })
        expect(from?.layers.length).toBeGreaterThan(0)
        expect(pushed?.layers.slice(0, -1)).toEqual(from?.layers)
        await expect(
          packResult(packer)
            .row('gpu')
            .getByTitle(pushed?.digest ?? 'no digest'),
        ).toBeVisible()
        const layer = await pushed?.readLayer(pushed.layers.at(-1) ?? '')
        expect(layer?.names.toSorted()).toEqual(['data/', 'data/digits.py', 'data/mnist.py', 'data/network.py'])
      })

      await test.step('the code is byte-equal in a container of either image', async () => {
        const code = await readFiles(join(sample, 'code'))
        expect([...code.keys()].sort()).toEqual(['digits.py', 'mnist.py', 'network.py'])
        expect(await readDataFolder(cpuImage)).toEqual(code)
        expect(await readDataFolder(gpuImage)).toEqual(code)
      })

      const mounts = `-v ${data}:/data/data -v ${output}:/data/output`
      const script = `cd /data && /usr/bin/python /data/mnist.py ${trainParams} --work_dir=/data --data_dir=/data/data --output_dir=/data/output --log_dir=/data/output`
      const commands = {
        deploy: `/data/mnist.py ${trainParams}`,
        cpuTest: `sudo docker run -it ${mounts} ${cpuImage} /bin/bash -c "${script}"`,
        gpuTest: `sudo nvidia-docker run -it ${mounts} ${gpuImage} /bin/bash -c "${script}"`,
      }

      await test.step('uaitrain_cmd.txt has the bytes of the tool', async () => {
        const written = await readFile(join(sample, 'uaitrain_cmd.txt'), 'utf8')
        expect(written).toBe(
          `CMD Used for deploying: ${commands.deploy}\n` +
            `CMD for CPU local test: ${commands.cpuTest}\n` +
            `CMD for GPU local test: ${commands.gpuTest}\n`,
        )
        const settings = { uhubRegistry: 'demo', imageName, trainParams, testDataPath: data, testOutputPath: output }
        const hosts = { uhubHost: host, uhubInternalHost: 'unused' }
        expect(written).toBe(commandFileText(trainCommands(sampleProjectSettings(settings), hosts)))
      })

      await test.step('the copy buttons fill the clipboard', async () => {
        for (const name of ['deploy', 'cpuTest', 'gpuTest'] as const) {
          await expect(packResult(packer).command(name)).toHaveText(commands[name], { useInnerText: true })
          await packResult(packer)
            .copy(packer.t(`commands.${name}`))
            .click()
          await expect.poll(() => readClipboard(packer)).toBe(commands[name])
        }
      })

      await test.step('the CPU test trains, its log is live', async () => {
        await packResult(packer).runCpuTest.click()
        const tests = testsPage(packer)
        const whileItRuns = new RegExp(`${packer.t('jobStates.running')}[^]*digits to train on`)
        await expect.poll(() => tests.run.innerText(), { intervals: [50], timeout: 60_000 }).toMatch(whileItRuns)
        await expect(tests.words).toContainText(packer.t('tests.exitCode', { code: 0 }), { timeout: 60_000 })
        await expect(tests.log).toContainText('saved /data/output/digits.pt')
        await expect(tests.outputs.getByTitle('digits.pt')).toBeVisible()
        const summary = await tests.run
          .getByRole('region', { name: packer.t('chart.label') })
          .locator('.chart-plot')
          .getAttribute('aria-label')
        const numbers = /loss\D+(\d+(?:\.\d+)?)\D+(\d+(?:\.\d+)?)/.exec(summary ?? '')?.slice(1) ?? []
        const [first = 0, last = 0] = numbers.map(Number)
        expect(last).toBeGreaterThan(0)
        expect(last).toBeLessThan(first)
        expect((await stat(join(output, 'digits.pt'))).size).toBeGreaterThan(10_000)
      })

      if (trainParams !== '') {
        await test.step('the printed command trains when run by hand', async () => {
          await rm(join(output, 'digits.pt'))
          expect(await runByHand(commands.cpuTest)).toMatch(/epoch 1 accuracy: 0\.\d+/)
          expect((await stat(join(output, 'digits.pt'))).size).toBeGreaterThan(10_000)
        })
      }
    } finally {
      for (const image of [cpuImage, gpuImage]) await removeImage(image)
    }
  })
}

test('a folder that is picked becomes a project; its fields are checked as they are typed', async ({ startPacker }) => {
  const packer = await startPacker()
  const { t } = packer
  const folder = await mkdtemp(join(tmpdir(), 'uai-picked-'))
  await writeFiles(join(folder, 'code'), {
    'aardvark.py': 'WINGS = 0\n',
    'fit_net.py': "import argparse\nif __name__ == '__main__':\n    argparse.ArgumentParser()\n",
    'utils.py': 'def nothing(): pass\n',
    'notes.txt': 'not Python\n',
  })
  try {
    await chooseInDialog(packer, join(folder, 'code'))
    await firstStart(packer).openFolder.click()
    await leaveTestFolders(packer, [join(folder, 'data'), join(folder, 'output')])
    const form = projectForm(packer)
    await expect(form.input('codePath')).toHaveValue(join(folder, 'code'))

    await expect(form.select('mainFile')).toHaveValue(`fit_net.py (${t('form.bestGuess')})`)
    await form.select('mainFile').click()
    await expect(form.options).toHaveText([`fit_net.py (${t('form.bestGuess')})`, 'aardvark.py', 'utils.py'])
    await form.options.filter({ hasText: 'aardvark.py' }).click()
    await expect(form.select('mainFile')).toHaveValue('aardvark.py')

    await form.fill('uhubRegistry', 'demo')
    const preview = form.preview.getByTitle('uhub.ucloud.cn/demo/my-net:uaitrain', { exact: true })
    await form.fill('imageName', 'My-Net')
    await expect(form.problemOf('imageName')).toHaveText(
      `${t('problems.upper-case.reason')} ${t('problems.upper-case.cure')}`,
    )
    await expect(form.preview.getByText(t('preview.incomplete'))).toHaveCount(2)
    await expect(preview).toBeHidden()
    await form.fill('imageName', 'my-net')
    await expect(form.problemOf('imageName')).toBeHidden()
    await expect(preview).toBeVisible()
    await expect(form.preview.getByTitle('my-net-cpu:uaitrain', { exact: true })).toBeVisible()
  } finally {
    await rm(folder, { recursive: true })
  }
})

function readClipboard({ app }: Packer): Promise<string> {
  return unlessLost(() => app.electron.evaluate(({ clipboard }) => clipboard.readText()))
}

/** As the file says, but without a terminal (`-t` refuses to run in a test) and, for root, without sudo. */
async function runByHand(command: string): Promise<string> {
  const runnable = command.replace(' -it ', ' -i --rm ')
  const words = process.getuid?.() === 0 ? runnable.replace(/^sudo /, '') : runnable
  const { stdout } = await run('bash', ['-c', words])
  return stdout
}
