import type { ProblemCode } from './field.ts'

/**
 * A reference to an image, by the grammar of the distribution project (`reference/regexp.go`):
 * `[host[:port]/]path/component[:tag][@digest]`.
 */
export interface ImageRef {
  /** Registry host with its port; `docker.io` where the reference names none. */
  readonly host: string
  /** Repository within the registry, such as `uaishare/gpu_uaitrain`. */
  readonly repository: string
  readonly tag: string
  readonly digest: string | null
}

const host =
  /^(?:localhost|[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*)(?::\d{1,5})?$/
const pathComponent = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*$/
const tag = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/
const digest = /^[a-z0-9]+(?:[.+_-][a-z0-9]+)*:[0-9a-fA-F]{32,}$/
const maxNameLength = 255

/** Null when the text is no image reference. */
export function parseImageRef(text: string): ImageRef | null {
  const [beforeDigest = '', digestPart, ...more] = text.split('@')
  if (more.length > 0 || (digestPart !== undefined && !digest.test(digestPart))) return null
  const lastSlash = beforeDigest.lastIndexOf('/')
  const colon = beforeDigest.indexOf(':', lastSlash + 1)
  const name = colon < 0 ? beforeDigest : beforeDigest.slice(0, colon)
  const tagPart = colon < 0 ? 'latest' : beforeDigest.slice(colon + 1)
  if (!tag.test(tagPart) || name.length > maxNameLength) return null
  const [first = '', ...rest] = name.split('/')
  const namesHost = rest.length > 0 && (/[.:]/.test(first) || first === 'localhost' || first !== first.toLowerCase())
  if (namesHost && !host.test(first)) return null
  const components = namesHost ? rest : [first, ...rest]
  if (!components.every((component) => pathComponent.test(component))) return null
  const repository = !namesHost && components.length === 1 ? `library/${components.join('')}` : components.join('/')
  return { host: namesHost ? first : 'docker.io', repository, tag: tagPart, digest: digestPart ?? null }
}

/** What is wrong with one part of a repository's name (a registry or an image name), or null. */
export function repositoryProblem(name: string): ProblemCode | null {
  if (name === '') return 'required'
  if (/[A-Z]/.test(name)) return 'upper-case'
  if (!/^[a-z0-9._/-]+$/.test(name)) return 'bad-characters'
  if (!name.split('/').every((component) => pathComponent.test(component))) return 'bad-separator'
  if (name.length > maxNameLength) return 'too-long'
  return null
}

/** What is wrong with a tag, or null. UHub takes no upper case, though Docker would. */
export function tagProblem(text: string): ProblemCode | null {
  if (text === '') return 'required'
  if (/[A-Z]/.test(text)) return 'upper-case'
  if (text.length > 128) return 'too-long'
  if (!/^[a-z0-9._-]+$/.test(text)) return 'bad-characters'
  return tag.test(text) ? null : 'bad-separator'
}
