import { readdir, stat } from 'node:fs/promises'
import { AppError, fromErrorData } from '../../../shared/errors.ts'
import type { FieldName, ProblemCode } from '../../../shared/model/field.ts'
import { checkProjectField } from '../../../shared/uaitrain/fields.ts'
import type { Engine, Files } from '../ports.ts'
import type { TestPlan } from './plan-test.ts'

export interface CheckOptions {
  readonly engine: Engine
  readonly files: Files
  readonly signal: AbortSignal
}

/**
 * Looks before the container is made: Docker would make missing folders itself, as root, and train on nothing.
 * Rejects with `invalid-field`, `image-missing` or `gpu-unavailable`; tells whether the data folder is empty.
 */
export async function checkTest(plan: TestPlan, options: CheckOptions): Promise<{ dataFolderIsEmpty: boolean }> {
  const { engine, files, signal } = options
  const { testDataPath, testOutputPath } = plan.project
  for (const field of ['testDataPath', 'testOutputPath'] as const) {
    const problem = checkProjectField(field, plan.project)
    if (problem !== null) throw new AppError('invalid-field', problem)
  }
  await checkFolder('testDataPath', testDataPath)
  if (await exists(testOutputPath)) await checkFolder('testOutputPath', testOutputPath)
  else await files.makeFolder(testOutputPath)

  if ((await engine.inspectImage(plan.image, signal)) === null) {
    throw new AppError('image-missing', { image: plan.image })
  }
  if (plan.target === 'gpu') await checkNvidiaRuntime(engine, signal)
  return { dataFolderIsEmpty: (await readdir(testDataPath)).length === 0 }
}

async function checkFolder(field: FieldName, path: string): Promise<void> {
  const fail = (problem: ProblemCode): never => {
    throw new AppError('invalid-field', { field, problem, value: path })
  }
  const status = await stat(path).catch((error: unknown) => fail(isMissing(error) ? 'not-found' : 'not-readable'))
  if (!status.isDirectory()) fail('not-a-folder')
  await readdir(path).catch(() => fail('not-readable'))
}

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path)
    return true
  } catch (error) {
    return !isMissing(error)
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')
}

async function checkNvidiaRuntime(engine: Engine, signal: AbortSignal): Promise<void> {
  const health = await engine.health(signal)
  if (health.state === 'problem') throw fromErrorData(health.problem)
  if (health.runtimes.includes('nvidia')) return
  throw new AppError('gpu-unavailable', { words: `runtimes: ${health.runtimes.join(', ')}` })
}
