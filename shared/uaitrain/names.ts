import { defaultImageTag } from '../model/project.ts'
import type { ProjectSettings } from '../model/project.ts'

/** The two names of an account's registry. */
export interface UhubHosts {
  /** Reached from outside UCloud. */
  readonly uhubHost: string
  /** Reached from inside UCloud. */
  readonly uhubInternalHost: string
}

export type ImageNaming = Pick<ProjectSettings, 'uhubRegistry' | 'imageName' | 'imageTag' | 'internalUhub'>

/** The registry host that a project pushes to and pulls its base images from. */
export function chosenUhubHost(hosts: UhubHosts, internalUhub: boolean): string {
  return internalUhub ? hosts.uhubInternalHost : hosts.uhubHost
}

/** Whether there is a CPU image to be made: an own base image may have no CPU twin. */
export function makesCpuImage({ base, acceleratorType }: Pick<ProjectSettings, 'base' | 'acceleratorType'>): boolean {
  return base.kind !== 'own' || acceleratorType === 'cpu' || base.cpuImage !== ''
}

/** The image for tests on this machine; it is never pushed. */
export function cpuImageName({ imageName, imageTag }: Pick<ImageNaming, 'imageName' | 'imageTag'>): string {
  return `${imageName}-cpu:${tagOrDefault(imageTag)}`
}

export function gpuImageName(naming: ImageNaming, hosts: UhubHosts): string {
  const host = chosenUhubHost(hosts, naming.internalUhub)
  return `${host}/${naming.uhubRegistry}/${naming.imageName}:${tagOrDefault(naming.imageTag)}`
}

/** The full names of the images that a pack makes. */
export function packedImageNames(
  project: ImageNaming & Pick<ProjectSettings, 'base' | 'acceleratorType'>,
  hosts: UhubHosts,
): string[] {
  return [
    ...(makesCpuImage(project) ? [cpuImageName(project)] : []),
    ...(project.acceleratorType === 'gpu' ? [gpuImageName(project, hosts)] : []),
  ]
}

/** An image of the account's registry under the host that the project uses; any other image as it is. */
export function swapUhubHost(image: string, hosts: UhubHosts, internalUhub: boolean): string {
  const slash = image.indexOf('/')
  const host = image.slice(0, Math.max(slash, 0))
  if (host !== hosts.uhubHost && host !== hosts.uhubInternalHost) return image
  return `${chosenUhubHost(hosts, internalUhub)}${image.slice(slash)}`
}

function tagOrDefault(imageTag: string): string {
  return imageTag === '' ? defaultImageTag : imageTag
}
