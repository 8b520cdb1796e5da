import { AppError, fromErrorData } from '../../../shared/errors.ts'
import type { BaseImages } from '../../../shared/model/base-image.ts'
import { resolveBaseImages } from '../base-images/resolve.ts'
import { checkCodeFolder, checkMainFile, checkWritable } from '../context/check-folder.ts'
import { recipeOf } from '../packages/recipe.ts'
import { checkFolder } from '../runs/check-test.ts'
import { authFor, credentialsOf } from './pack-context.ts'
import type { PackContext } from './pack-context.ts'
import type { Activities } from './stage.ts'

/** What can fail without a network: it fails before anything is sent. */
export async function* check({ plan, dependencies, signal }: PackContext): Activities<void> {
  const { project, accountId } = plan.request
  await checkCodeFolder(plan.codePath)
  await checkMainFile({ codePath: plan.codePath, mainFile: project.mainFile })
  await checkWritable(plan.projectFolder)
  const { privateKey, uhubPassword } = dependencies.secrets
  if (project.base.kind === 'combination' && privateKey === null) {
    throw new AppError('secret-missing', { field: 'privateKey', account: accountId })
  }
  if (plan.push && uhubPassword === null) {
    throw new AppError('secret-missing', { field: 'uhubPassword', account: accountId })
  }
  await recipeOf(project)
  if (plan.smokeSeconds !== null) await checkFolder('testDataPath', project.testDataPath)
  if (plan.push && project.smokeSeconds !== null && plan.cpuImage === null) {
    yield { type: 'note', note: { code: 'smoke-impossible' } }
  }
  const health = await dependencies.engine.recentHealth(signal)
  if (health.state === 'problem') throw fromErrorData(health.problem)
  const { version, apiVersion, storageDriver } = health
  yield { type: 'log', source: 'app', text: `Docker ${version}, API ${apiVersion}, ${storageDriver}` }
}

export async function* resolve(context: PackContext): Activities<BaseImages> {
  const { request } = context.plan
  const { images, notes } = await resolveBaseImages({
    choice: request.project.base,
    acceleratorType: request.project.acceleratorType,
    credentials: credentialsOf(context),
    ucloud: context.dependencies.ucloud,
    hosts: request,
    internalUhub: request.project.internalUhub,
    cache: context.dependencies.baseImageCache,
    signal: context.signal,
  })
  for (const note of notes) yield { type: 'note', note }
  for (const image of [images.cpu, images.gpu]) {
    if (image !== null) yield { type: 'log', source: 'app', text: `base image ${image}` }
  }
  return images
}

/** Skipped when nothing of this pack is in the account's registry, or there is no password to show it. */
export async function* login(context: PackContext, bases: BaseImages): Activities<'done' | 'skipped'> {
  const { plan, dependencies, signal } = context
  const images = [plan.push ? plan.gpuImage : null, bases.cpu, bases.gpu]
  const auth = images.map((image) => (image === null ? null : authFor(context, image))).find((one) => one !== null)
  if (auth === undefined) return 'skipped'
  yield { type: 'log', source: 'app', text: `login to ${auth.host} as ${auth.username}` }
  await dependencies.engine.checkAuth(auth, signal)
  return 'done'
}
