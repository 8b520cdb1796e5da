import { mkdir, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { inspectCodeFolder } from '../../../../electron/core/context/inspect.ts'
import { suggestProject } from '../../../../electron/core/context/suggestion.ts'
import { makeTemporaryFolder, writeFiles } from '../../../support/temporary-folder.ts'
import { thrownBy } from '../../../support/thrown.ts'

const signal = new AbortController().signal

describe('inspectCodeFolder', () => {
  it('puts the likeliest main file first', async () => {
    const root = await makeTemporaryFolder()
    const guard = "if __name__ == '__main__':\n    main()\n"
    await writeFiles(root, {
      'mnist.py': `import argparse\nfrom uaitrain.arch.pytorch import uargs\n${guard}`,
      'evaluate.py': `import argparse\n${guard}`,
      'utils.py': 'def f(): pass\n',
      'tests/test_train.py': guard,
      'setup.py': guard,
      'notes.txt': '',
    })
    await mkdir(join(root, 'data'))
    const folder = await inspectCodeFolder(root, signal)
    expect(folder.mainFiles[0]?.path).toBe('mnist.py')
    expect(folder.mainFiles[1]?.path).toBe('evaluate.py')
    expect(folder.mainFiles.map(({ path }) => path)).toHaveLength(5)
    expect(folder).toMatchObject({ fileCount: 6, hiddenByMounts: ['data'] })
  })

  const guard = "if __name__ == '__main__':\n    main()\n"
  const start = `import argparse\n${guard}`
  it.each([
    ['train before a demo with a guard', 'train.py', { 'train.py': 'import torch\n', 'demo.py': start }],
    ['train before test', 'train.py', { 'train.py': guard, 'test.py': start, 'test_net.py': start }],
    [
      'a longer name that begins with it',
      'train_net.py',
      { 'train_net.py': guard, 'predict.py': start, 'eval.py': start },
    ],
    [
      'the guard behind much code',
      'run_it.py',
      { 'run_it.py': `${'x = 1\n'.repeat(40_000)}${start}`, 'alpha.py': 'x = 1\n' },
    ],
    [
      'tools before a package',
      'tools/train.py',
      { 'tools/train.py': start, 'net/__init__.py': '', 'net/train.py': start },
    ],
    [
      'tools before a package that only has a loop',
      'tools/train.py',
      { 'tools/train.py': guard, 'net/__init__.py': '', 'net/trainer.py': `${start}optimizer` },
    ],
    ['main before a download', 'main.py', { 'main.py': 'import torch\n', 'download_data.py': start }],
  ])('takes %s', async (_, wanted, files) => {
    const root = await makeTemporaryFolder()
    await writeFiles(root, files)
    expect((await inspectCodeFolder(root, signal)).mainFiles[0]?.path).toBe(wanted)
  })

  it('counts notebooks, which are no main files', async () => {
    const root = await makeTemporaryFolder()
    await writeFiles(root, { 'a.ipynb': '{}', 'b/c.ipynb': '{}', 'README.md': '' })
    expect(await inspectCodeFolder(root, signal)).toMatchObject({ mainFiles: [], notebookCount: 2 })
  })

  it('survives a dangling link and text that is no UTF-8', async () => {
    const root = await makeTemporaryFolder()
    await writeFiles(root, { 'a.py': new Uint8Array([0xff, 0xfe, 0x00]) })
    await symlink('nowhere', join(root, 'b.py'))
    expect((await inspectCodeFolder(root, signal)).mainFiles).toHaveLength(2)
  })

  it.each([
    ['missing', 'not-found'],
    ['file', 'not-a-folder'],
    ['file/inside', 'not-found'],
  ])('refuses %s', async (name, problem) => {
    const root = await makeTemporaryFolder()
    await writeFiles(root, { file: '' })
    expect(await thrownBy(inspectCodeFolder(join(root, name), signal))).toMatchObject({
      code: 'invalid-field',
      details: { field: 'codePath', problem },
    })
  })
})

describe('suggestProject', () => {
  it.each([
    ['/home/u/PyTorch MNIST/code', 'PyTorch MNIST', 'pytorch-mnist'],
    ['/home/u/my_net', 'my_net', 'my_net'],
    ['/home/u/-a..b__c--d_.e-', '-a..b__c--d_.e-', 'a-b__c-d-e'],
    ['/code', 'code', 'code'],
  ])('for %s', (path, name, imageName) => {
    expect(suggestProject(path)).toMatchObject({ name, imageName })
  })

  it('makes a name up where the folder has none for an image, another for every folder', () => {
    const names = ['/home/u/训练', '/home/v/训练', '/home/u/训练'].map((path) => suggestProject(path).imageName)
    expect(names[0]).toMatch(/^training-[0-9a-f]{6}$/)
    expect(names[1]).not.toBe(names[0])
    expect(names[2]).toBe(names[0])
  })

  it('has data and output beside the code', () => {
    expect(suggestProject('/p/code')).toMatchObject({ testDataPath: '/p/data', testOutputPath: '/p/output' })
  })
})
