import { readdir, stat } from 'node:fs/promises'
import { AppError } from '../../../shared/errors.ts'
import type { GpuAccess } from '../../../shared/model/gpu.ts'
import type { FieldName, ProblemCode } from '../../../shared/model/field.ts'
import { checkProjectField } from '../../../shared/uaitrain/fields.ts'
import { findGpuAccess, type GpuMachine } from '../gpu/gpu-access.ts'
import type { Engine } from '../ports/engine.ts'
import type { Files } from '../ports/files.ts'
import type { TestPlan } from './plan-test.ts'

export interface CheckOptions {
  readonly engine: Engine
  readonly files: Files
  readonly machine: GpuMachine
  readonly signal: AbortSignal
}

/**
 * Looks before the container is made: Docker would make missing folders itself, as root, and train on nothing.
 * Rejects with `invalid-field` or `image-missing`; tells whether the data folder is empty, and how to ask for GPUs.
 */
export async function checkTest(
  plan: TestPlan,
  options: CheckOptions,
): Promise<{ dataFolderIsEmpty: boolean; gpuAccess: GpuAccess }> {
  const { engine, files, machine, signal } = options
  const { testDataPath, testOutputPath } = plan.project
  for (const field of ['testDataPath', 'testOutputPath'] as const) {
    const problem = checkProjectField(field, plan.project)
    if (problem !== null) throw new AppError('invalid-field', problem)
  }
  await checkFolder('testDataPath', testDataPath)
  if (await exists(testOutputPath)) await checkFolder('testOutputPath', testOutputPath)
  else await files.makeFolder(testOutputPath)

  if ((await engine.inspectImage(plan.imageId, signal)) === null) {
    throw new AppError('image-missing', { image: plan.image })
  }
  const gpuAccess = plan.target === 'gpu' ? await findGpuAccess(engine, machine, signal) : 'none'
  return { dataFolderIsEmpty: (await readdir(testDataPath)).length === 0, gpuAccess }
}

/** Rejects with `invalid-field`. */
export async function checkFolder(field: FieldName, path: string): Promise<void> {
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
