import { repositoryProblem } from '../../../shared/model/image-ref.ts'
import type { ProjectSettings } from '../../../shared/model/project.ts'

type Named = Pick<ProjectSettings, 'name' | 'imageName'>

/** The settings with the first number behind their name that no project has yet: `mnist 2`, image `mnist-2`. */
export function numbered(settings: ProjectSettings, others: readonly Named[]): ProjectSettings {
  const names = new Set(others.map(({ name }) => name))
  const imageNames = new Set(others.map(({ imageName }) => imageName))
  const stem = settings.name.replace(/ \d+$/, '')
  const imageStem = settings.imageName.replace(/-\d+$/, '')
  let number = 2
  while (names.has(`${stem} ${number}`) || imageNames.has(`${imageStem}-${number}`)) number += 1
  const imageName = `${imageStem}-${number}`
  // A name that will not do is left for its user to correct.
  const isGood = repositoryProblem(imageName) === null
  return { ...settings, name: `${stem} ${number}`, imageName: isGood ? imageName : settings.imageName }
}
