import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ProjectSettings } from '../../../../shared/model/project.ts'
import type { Project } from '../../../../shared/model/project.ts'
import { createProjectBench } from '../../../support/project-bench.ts'
import type { ProjectBench } from '../../../support/project-bench.ts'
import { sampleProjectSettings } from '../../../support/samples.ts'
import { makeTemporaryFolder, writeFiles } from '../../../support/temporary-folder.ts'
import { thrownBy } from '../../../support/thrown.ts'

async function benchWithProject(): Promise<ProjectBench & { folder: string; project: Project }> {
  const bench = await createProjectBench()
  const folder = await makeTemporaryFolder()
  await writeFiles(folder, { 'code/train.py': '' })
  const settings = sampleProjectSettings({
    codePath: join(folder, 'code'),
    testDataPath: join(folder, 'data'),
    testOutputPath: join(folder, 'output'),
  })
  return { ...bench, folder, project: bench.projects.save({ id: null, settings }) }
}

describe('exporting a project', () => {
  it('writes a file beside the code, which is the project’s from then on', async () => {
    const { projects, projectFiles, folder, project } = await benchWithProject()
    const path = join(folder, 'mnist.uaitrain')
    const outcome = await projectFiles.exportFile({ id: project.id, path: null, overwrite: false })
    expect(outcome).toEqual({ state: 'written', path })
    expect(projects.find(project.id).filePath).toBe(path)
    expect(await projectFiles.readFile(path)).toMatchObject({ isTrusted: true, projectId: project.id })
    expect((await readdir(folder)).sort()).toEqual(['code', 'mnist.uaitrain'])
  })

  it('overwrites what it wrote itself, but asks for anything else', async () => {
    const { projects, projectFiles, folder, project } = await benchWithProject()
    const { id } = project
    const path = join(folder, 'other.uaitrain')
    await writeFile(path, 'mine')
    const conflict = { state: 'conflict', path, reason: 'other' }
    expect(await projectFiles.exportFile({ id, path, overwrite: false })).toEqual(conflict)
    expect(await readFile(path, 'utf8')).toBe('mine')
    expect(await projectFiles.exportFile({ id, path, overwrite: true })).toEqual({ state: 'written', path })
    projects.save({ id, settings: { ...ProjectSettings.parse(project), trainParams: '--epochs 2' } })
    expect(await projectFiles.exportFile({ id, path: null, overwrite: false })).toEqual({ state: 'written', path })
    await writeFile(path, `${await readFile(path, 'utf8')}\n`)
    projects.save({ id, settings: { ...ProjectSettings.parse(project), trainParams: '--epochs 3' } })
    const changed = { state: 'conflict', path, reason: 'changed' }
    expect(await projectFiles.exportFile({ id, path: null, overwrite: false })).toEqual(changed)
  })

  it('tells how the file stands to the project', async () => {
    const { projects, projectFiles, folder, project } = await benchWithProject()
    const { id } = project
    const path = join(folder, 'mnist.uaitrain')
    expect(await projectFiles.fileState(id)).toBe('none')
    await projectFiles.exportFile({ id, path: null, overwrite: false })
    expect(await projectFiles.fileState(id)).toBe('in-step')
    projects.save({ id, settings: { ...ProjectSettings.parse(project), imageTag: 'v2' } })
    expect(await projectFiles.fileState(id)).toBe('project-changed')
    await projectFiles.exportFile({ id, path: null, overwrite: false })
    await writeFile(path, (await readFile(path, 'utf8')).replace('v2', 'v3'))
    expect(await projectFiles.fileState(id)).toBe('file-changed')
    await writeFile(path, 'nonsense')
    expect(await projectFiles.fileState(id)).toBe('file-changed')
    await rm(path)
    expect(await projectFiles.fileState(id)).toBe('file-missing')
  })
})

describe('a project file from elsewhere', () => {
  it('is shown before anything is made of it, and imported as it was shown', async () => {
    const theirs = await benchWithProject()
    await theirs.projectFiles.exportFile({ id: theirs.project.id, path: null, overwrite: false })
    const path = join(theirs.folder, 'mnist.uaitrain')
    const { projects, projectFiles } = await createProjectBench()
    const preview = await projectFiles.readFile(path)
    expect(preview).toMatchObject({ isTrusted: false, projectId: null, accountName: null, problems: [] })
    expect(preview.missingFolders).toEqual([join(theirs.folder, 'data'), join(theirs.folder, 'output')])
    expect(projects.list()).toEqual([])

    const imported = await projectFiles.importFile(preview)
    expect(imported).toMatchObject({ name: 'mnist', codePath: join(theirs.folder, 'code'), filePath: path })
    expect(await projectFiles.readFile(path)).toMatchObject({ isTrusted: true, projectId: imported.id })
    expect(await projectFiles.fileState(imported.id)).toBe('in-step')
  })

  it('that was changed after it was shown is not imported, and not trusted any more', async () => {
    const { projects, projectFiles, folder, project } = await benchWithProject()
    await projectFiles.exportFile({ id: project.id, path: null, overwrite: false })
    const path = join(folder, 'mnist.uaitrain')
    const preview = await projectFiles.readFile(path)
    await writeFile(path, (await readFile(path, 'utf8')).replace('"uhubRegistry": "demo"', '"uhubRegistry": "evil"'))
    expect(await thrownBy(projectFiles.importFile(preview))).toEqual({
      code: 'project-file-changed',
      details: { path },
    })
    expect(await projectFiles.readFile(path)).toMatchObject({ isTrusted: false, projectId: project.id })
    expect(projects.find(project.id).uhubRegistry).toBe('demo')
  })

  it('brings its project up to date, keeps its account and takes it out of the archive', async () => {
    const bench = await benchWithProject()
    const { projects, projectFiles, folder, project } = bench
    const accountId = bench.addAccount('team')
    projects.save({ id: project.id, settings: { ...ProjectSettings.parse(project), accountId } })
    await projectFiles.exportFile({ id: project.id, path: null, overwrite: false })
    const path = join(folder, 'mnist.uaitrain')
    await writeFile(path, (await readFile(path, 'utf8')).replace('"team"', '"nobody"').replace('"demo"', '"new"'))
    projects.archive({ id: project.id, archived: true })
    const imported = await projectFiles.importFile(await projectFiles.readFile(path))
    expect(imported).toMatchObject({ id: project.id, accountId, uhubRegistry: 'new', archived: false })
    expect(projects.list()).toHaveLength(1)
  })

  it('is not trusted any more once its project is removed', async () => {
    const { projects, projectFiles, folder, project } = await benchWithProject()
    await projectFiles.exportFile({ id: project.id, path: null, overwrite: false })
    projects.remove(project.id)
    expect(await projectFiles.readFile(join(folder, 'mnist.uaitrain'))).toMatchObject({
      isTrusted: false,
      projectId: null,
    })
  })

  it('that is gone, too large or no file is told so', async () => {
    const { projectFiles, folder } = await benchWithProject()
    const path = join(folder, 'x.uaitrain')
    expect(await thrownBy(projectFiles.readFile(path))).toEqual({
      code: 'not-found',
      details: { what: 'file', id: path },
    })
    await writeFile(path, ' '.repeat(2_000_000))
    expect(await thrownBy(projectFiles.readFile(path))).toMatchObject({ code: 'project-file-invalid' })
    await rm(path)
    await mkdir(path)
    expect(await thrownBy(projectFiles.readFile(path))).toMatchObject({ code: 'project-file-invalid' })
  })
})
