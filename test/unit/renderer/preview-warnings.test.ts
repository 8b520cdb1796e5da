import { describe, expect, it } from 'vitest'
import { previewWarnings } from '../../../renderer/features/pack/preview-warnings.ts'
import type { Project } from '../../../shared/model/project.ts'
import { createFakeMain } from '../../support/fake-main.ts'
import { fillScene } from '../../support/renderer-page/scenes.ts'

function warnings(change: (own: Project, other: Project) => readonly [Project, Project]): unknown[] {
  const main = createFakeMain()
  fillScene(main, 'new')
  const [one, two] = main.projects
  if (one === undefined || two === undefined) throw new Error('too few projects')
  const [own, other] = change(one, two)
  return previewWarnings(own, { projectId: own.id, projects: [own, other], accounts: main.accounts })
}

describe('previewWarnings', () => {
  it('has nothing to say of projects with images and folders of their own', () => {
    expect(warnings((own, other) => [own, other])).toEqual([])
  })

  it('names a project with the same image, be it the CPU one alone', () => {
    const same = [{ kind: 'sameImage', project: 'other' }]
    expect(warnings((own, other) => [own, { ...other, name: 'other', imageName: own.imageName }])).toEqual(same)
    expect(
      warnings((own, other) => [
        { ...own, imageTag: '' },
        { ...other, name: 'other', imageName: own.imageName, uhubRegistry: 'elsewhere', acceleratorType: 'cpu' },
      ]),
    ).toEqual(same)
    expect(warnings((own, other) => [own, { ...other, imageName: own.imageName, imageTag: 'v2' }])).toEqual([])
    expect(
      warnings((own, other) => [
        { ...own, imageName: '' },
        { ...other, imageName: '' },
      ]),
    ).toEqual([])
  })

  it('points out folders of the local test that lie in the code', () => {
    expect(
      warnings((own, other) => [
        { ...own, codePath: '/a/code/', testDataPath: '/a/code/data', testOutputPath: '/a/code/../code/out' },
        other,
      ]),
    ).toEqual([{ kind: 'dataInside' }, { kind: 'outputInside' }])
    expect(
      warnings((own, other) => [
        { ...own, codePath: '/a/code', testDataPath: '/a/code-data', testOutputPath: '/a/code/../output' },
        other,
      ]),
    ).toEqual([])
  })
})
