import { createHash } from 'node:crypto'
import { AppError } from '../../../shared/errors.ts'
import type { BaseChoice, BaseImages, Combination } from '../../../shared/model/base-image.ts'
import { parseImageRef } from '../../../shared/model/image-ref.ts'
import type { Note } from '../../../shared/model/pack.ts'
import type { AcceleratorType } from '../../../shared/model/project.ts'
import { findCombination } from '../../../shared/uaitrain/combinations.ts'
import { chosenUhubHost, swapUhubHost } from '../../../shared/uaitrain/names.ts'
import type { UhubHosts } from '../../../shared/uaitrain/names.ts'
import { allOrNone } from '../async/all-or-none.ts'
import type { UcloudApi, UcloudCredentials } from '../ports/ucloud-api.ts'
import { catalogueReason } from './catalogue-reason.ts'
import { findBaseImage, findPackageId, listPackages } from './packages.ts'
import type { PackageIds } from './packages.ts'

/** The service's answers of this session, by a hash of everything they depend on. */
export type BaseImageCache = Map<string, ImagePair>

export interface ResolveOptions {
  readonly choice: BaseChoice
  readonly acceleratorType: AcceleratorType
  readonly credentials: UcloudCredentials
  readonly ucloud: UcloudApi
  readonly hosts: UhubHosts
  readonly internalUhub: boolean
  readonly cache: BaseImageCache
  readonly signal: AbortSignal
}

export interface ResolvedBaseImages {
  readonly images: BaseImages
  readonly notes: readonly Note[]
}

interface ImagePair {
  readonly cpu: string
  readonly gpu: string | null
}

/**
 * Finds the two base images of a project: its own, or the service's, or the built-in catalogue's when the service
 * does not know the question or cannot be reached. Rejects with `base-unsupported`, `base-not-found` or `ucloud-*`.
 */
export async function resolveBaseImages(options: ResolveOptions): Promise<ResolvedBaseImages> {
  const { choice, acceleratorType } = options
  if (choice.kind === 'own') {
    const gpu = acceleratorType === 'gpu' ? choice.gpuImage : null
    const cpu = choice.cpuImage === '' ? null : choice.cpuImage
    return { images: { cpu, gpu, source: 'own' }, notes: [] }
  }
  try {
    const pair = await askOnce(options, choice)
    const toHost = (image: string): string => swapUhubHost(image, options.hosts, options.internalUhub)
    const gpu = pair.gpu === null ? null : toHost(pair.gpu)
    return { images: { cpu: toHost(pair.cpu), gpu, source: 'service' }, notes: [] }
  } catch (error) {
    return useCatalogue(options, choice, error)
  }
}

function useCatalogue(options: ResolveOptions, choice: Combination, error: unknown): ResolvedBaseImages {
  const why = catalogueReason(error)
  const names = catalogueNames(options, choice)
  if (why === null || names === null) throw error
  const gpu = options.acceleratorType === 'gpu' ? names.gpu : null
  return { images: { cpu: names.cpu, gpu, source: 'catalogue' }, notes: [{ code: 'catalogue-used', ...why }] }
}

function catalogueNames(
  { hosts, internalUhub }: ResolveOptions,
  choice: Combination,
): { cpu: string; gpu: string } | null {
  const known = findCombination(choice)
  if (known === null) return null
  const host = chosenUhubHost(hosts, internalUhub)
  return { cpu: `${host}/${known.baseImages.cpu}`, gpu: `${host}/${known.baseImages.gpu}` }
}

async function askOnce(options: ResolveOptions, choice: Combination): Promise<ImagePair> {
  const { publicKey, privateKey, apiUrl, projectId, region, zone } = options.credentials
  const { aiFramework, os, python } = choice
  // The private key too: a wrong one is told at once, not after a restart.
  const keys = [publicKey, privateKey, apiUrl, projectId, region, zone]
  const asked = JSON.stringify([...keys, aiFramework, os, python, options.acceleratorType])
  const key = createHash('sha256').update(asked).digest('hex')
  const known = options.cache.get(key)
  if (known !== undefined) return known
  const pair = await askService(options, choice)
  options.cache.set(key, pair)
  return pair
}

/** All that does not depend on each other is asked at once; the tool asks seven times in a row. */
async function askService(options: ResolveOptions, choice: Combination): Promise<ImagePair> {
  const { signal } = options
  const [systems, pythons, frameworks, accelerators] = await allOrNone(
    [
      (stop) => listPackages(options, 'OS', stop),
      (stop) => listPackages(options, 'Python', stop),
      (stop) => listPackages(options, 'AIFrame', stop),
      (stop) => listPackages(options, 'Accelerator', stop),
    ],
    signal,
  )
  const ids = {
    os: findPackageId(systems, 'OS', choice.os),
    python: findPackageId(pythons, 'Python', choice.python),
    aiFramework: findPackageId(frameworks, 'AIFrame', choice.aiFramework),
  }
  const idsWith = (accelerator: AcceleratorType): PackageIds => ({
    ...ids,
    accelerator: findPackageId(accelerators, 'Accelerator', accelerator),
  })
  const find = async (accelerator: AcceleratorType, packageIds: PackageIds, stop: AbortSignal): Promise<string> => {
    const image = await findBaseImage(options, packageIds, stop)
    if (image === null) throw notFound(options, choice, accelerator)
    if (parseImageRef(image) !== null) return image
    throw new AppError('ucloud-bad-answer', { url: options.credentials.apiUrl, status: 200, words: image })
  }
  const cpuIds = idsWith('cpu')
  if (options.acceleratorType === 'cpu') return { cpu: await find('cpu', cpuIds, signal), gpu: null }
  const gpuIds = idsWith('gpu')
  const [cpu, gpu] = await allOrNone([(stop) => find('cpu', cpuIds, stop), (stop) => find('gpu', gpuIds, stop)], signal)
  return { cpu, gpu }
}

function notFound(options: ResolveOptions, choice: Combination, accelerator: AcceleratorType): AppError {
  const described = [accelerator, choice.os, choice.python, choice.aiFramework].join(' ')
  const image = catalogueNames(options, choice)?.[accelerator] ?? described
  const words = `CheckUAITrainBaseImgExists names no base image for ${described}`
  return new AppError('base-not-found', { image, words })
}
