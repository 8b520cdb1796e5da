import { createHash } from 'node:crypto'
import { basename, dirname, join } from 'node:path'
import { repositoryProblem } from '../../../shared/model/image-ref.ts'
import type { CodeFolder } from '../../../shared/model/code-folder.ts'

/** Folders that hold a project's code but do not give it its name. */
const namelessFolders: readonly string[] = ['code', 'src', 'source', 'app']
const maxImageNameLength = 100

/** Beginnings for a new project's fields; the data and output folders are those beside the code. */
export function suggestProject(codePath: string): CodeFolder['suggestion'] {
  const name = projectName(codePath)
  const beside = dirname(codePath)
  return {
    name,
    imageName: imageNameFrom(name) ?? fallbackImageName(codePath),
    testDataPath: join(beside, 'data'),
    testOutputPath: join(beside, 'output'),
  }
}

/** The folder's name, or its parent's where the folder is only called `code`. */
export function projectName(codePath: string): string {
  const own = basename(codePath)
  const parent = basename(dirname(codePath))
  return namelessFolders.includes(own.toLowerCase()) && parent !== '' ? parent : own
}

/** Null when nothing of the name can stand in an image's. */
function imageNameFrom(name: string): string | null {
  const imageName = name
    .toLowerCase()
    .replace(/[^a-z0-9._-]+/g, '-')
    .replace(/[._-]*-[._-]*|\.[._]+|_\.[._]*|_{3,}/g, '-')
    .slice(0, maxImageNameLength)
    .replace(/^[._-]+|[._-]+$/g, '')
  return repositoryProblem(imageName) === null ? imageName : null
}

/** The same for the same folder, another for every other, so that two projects do not get one image. */
function fallbackImageName(codePath: string): string {
  return `training-${createHash('sha256').update(codePath).digest('hex').slice(0, 6)}`
}
