import { parseImageRef } from '../../../shared/model/image-ref.ts'

/** A reference's name and its tag or digest, as the engine's API wants them: apart. */
export function splitReference(reference: string): { readonly name: string; readonly tag: string } {
  const at = reference.indexOf('@')
  const beforeDigest = at < 0 ? reference : reference.slice(0, at)
  const colon = beforeDigest.indexOf(':', beforeDigest.lastIndexOf('/') + 1)
  const name = colon < 0 ? beforeDigest : beforeDigest.slice(0, colon)
  if (at >= 0) return { name, tag: reference.slice(at + 1) }
  return { name, tag: colon < 0 ? 'latest' : beforeDigest.slice(colon + 1) }
}

/** The registry of a reference with its port; empty when the text is no reference. */
export function registryHostOf(reference: string): string {
  return parseImageRef(reference)?.host ?? ''
}

/** A reference within a path: slashes stay, everything with a meaning in URLs does not. */
export function encodeReference(reference: string): string {
  return reference.split('/').map(encodeURIComponent).join('/')
}
