import { rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ProjectSettings } from '../../../../shared/model/project.ts'
import type { Project } from '../../../../shared/model/project.ts'
import { createProjectBench } from '../../../support/project-bench.ts'
import type { ProjectBench } from '../../../support/project-bench.ts'
import { sampleProjectSettings } from '../../../support/samples.ts'
import { makeTemporaryFolder, writeFiles } from '../../../support/temporary-folder.ts'
import { thrownBy } from '../../../support/thrown.ts'

const { signal } = new AbortController()
const training = 'if __name__ == "__main__":\n    import argparse\n'

async function openFolder(
  { projectFolders }: ProjectBench,
  path: string,
): Promise<{ project: Project; isNew: boolean; missingFolders: string[] }> {
  const opened = await projectFolders.fromFolder(path, signal)
  if (opened.kind !== 'project') throw new Error(`a project was expected, not ${opened.kind}`)
  return opened
}

describe('opening a folder', () => {
  it('makes a project of its code folder, with the folders beside it', async () => {
    const bench = await createProjectBench()
    const folder = join(await makeTemporaryFolder(), 'My MNIST')
    await writeFiles(folder, { 'code/train.py': training, 'code/util.py': '', 'data/x': '' })
    const { project, isNew, missingFolders } = await openFolder(bench, folder)
    expect(isNew).toBe(true)
    expect(project).toMatchObject({
      name: 'My MNIST',
      imageName: 'my-mnist',
      codePath: join(folder, 'code'),
      mainFile: 'train.py',
      testDataPath: join(folder, 'data'),
      testOutputPath: join(folder, 'output'),
      filePath: null,
    })
    expect(missingFolders).toEqual([join(folder, 'output')])
    expect(await bench.projectFolders.makeTestFolders(project.id)).toEqual([join(folder, 'output')])
    expect(await bench.projectFolders.makeTestFolders(project.id)).toEqual([])
  })

  it('takes the folder itself where its Python is', async () => {
    const bench = await createProjectBench()
    const folder = await makeTemporaryFolder()
    await writeFiles(folder, { 'main.py': training, 'code/lib.py': '' })
    expect((await openFolder(bench, folder)).project).toMatchObject({ codePath: folder, mainFile: 'main.py' })
  })

  it('finds the project that is there already, by its folder or its code', async () => {
    const bench = await createProjectBench()
    const folder = await makeTemporaryFolder()
    await writeFiles(folder, { 'code/train.py': training, 'mnist.uaitrain': '' })
    const first = bench.projects.save({ id: null, settings: sampleProjectSettings({ codePath: join(folder, 'code') }) })
    for (const path of [folder, join(folder, 'code'), `${folder}/code/`]) {
      expect(await openFolder(bench, path)).toMatchObject({ isNew: false, project: { id: first.id } })
    }
    expect(bench.projects.list()).toHaveLength(1)
  })

  it('takes over account, registry and base of the newest project', async () => {
    const bench = await createProjectBench()
    const accountId = bench.addAccount('team')
    bench.addAccount('other')
    const base = { kind: 'own', cpuImage: 'c', gpuImage: 'g' } as const
    bench.projects.save({ id: null, settings: sampleProjectSettings({ accountId, base, uhubRegistry: 'ours' }) })
    const folder = await makeTemporaryFolder()
    await writeFiles(folder, { 'train.py': training })
    expect((await openFolder(bench, folder)).project).toMatchObject({ accountId, base, uhubRegistry: 'ours' })
  })

  it('points to a project file in it', async () => {
    const bench = await createProjectBench()
    const folder = await makeTemporaryFolder()
    await writeFiles(folder, { 'code/train.py': training, 'b.uaitrain': '', 'a.uaitrain': '' })
    const opened = await bench.projectFolders.fromFolder(folder, signal)
    expect(opened).toEqual({ kind: 'file', path: join(folder, 'a.uaitrain') })
    expect(bench.projects.list()).toEqual([])
  })

  it('refuses what is no folder', async () => {
    const bench = await createProjectBench()
    const folder = await makeTemporaryFolder()
    await writeFile(join(folder, 'file'), '')
    const details = { field: 'codePath', problem: 'not-a-folder', value: join(folder, 'file') }
    expect(await thrownBy(bench.projectFolders.fromFolder(join(folder, 'file'), signal))).toEqual({
      code: 'invalid-field',
      details,
    })
  })
})

describe('a folder that moved', () => {
  it('is noticed, and takes along what moved with it', async () => {
    const bench = await createProjectBench()
    const folder = await makeTemporaryFolder()
    const [from, to] = [join(folder, 'old'), join(folder, 'new')]
    await writeFiles(from, { 'code/mnist.py': '', 'data/x': '' })
    const settings = sampleProjectSettings({
      codePath: join(from, 'code'),
      testDataPath: join(from, 'data'),
      testOutputPath: '/mnt/elsewhere',
    })
    const { id } = bench.projects.save({ id: null, settings })
    const archived = bench.projects.save({ id: null, settings: { ...settings, codePath: '/nowhere' } })
    bench.projects.archive({ id: archived.id, archived: true })
    await bench.projectFiles.exportFile({ id, path: null, overwrite: false })
    expect(await bench.projectFolders.findMoved()).toEqual([])

    await rename(from, to)
    expect(await bench.projectFolders.findMoved()).toEqual([id])
    // The user points to the folder that holds the code folder.
    const moved = await bench.projectFolders.relocate({ id, codePath: to })
    expect(moved).toMatchObject({
      codePath: join(to, 'code'),
      testDataPath: join(to, 'data'),
      testOutputPath: '/mnt/elsewhere',
      filePath: join(to, 'mnist.uaitrain'),
    })
    expect(await bench.projectFolders.findMoved()).toEqual([])
    expect(await bench.projectFiles.readFile(join(to, 'mnist.uaitrain'))).toMatchObject({ isTrusted: true })
  })
})

describe('a duplicate', () => {
  it('has all settings, a name of its own and an image of its own', async () => {
    const { projects } = await createProjectBench()
    const first = projects.save({ id: null, settings: sampleProjectSettings({ numGpus: 4 }) })
    const second = projects.duplicate(first.id)
    const third = projects.duplicate(second.id)
    expect([second, third].map(({ name, imageName }) => [name, imageName])).toEqual([
      ['mnist 2', 'pytorch-mnist-2'],
      ['mnist 3', 'pytorch-mnist-3'],
    ])
    const without = { name: '', imageName: '' }
    expect({ ...ProjectSettings.parse(third), ...without }).toEqual({ ...ProjectSettings.parse(first), ...without })
  })
})
