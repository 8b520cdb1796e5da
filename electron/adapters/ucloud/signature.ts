import { createHash } from 'node:crypto'

export type ParameterValue = string | number | boolean
export type CallParameters = Readonly<Record<string, ParameterValue>>

/** Numbers without an exponent, `true` and `false` for booleans: the text that is signed is the text that is sent. */
export function encodeParameter(value: ParameterValue): string {
  if (typeof value !== 'number' || !Number.isInteger(value)) return String(value)
  return BigInt(value).toString()
}

/**
 * The `Signature` of a call: SHA-1 over names and values in the byte order of the names, then the private key, with
 * nothing between them and nothing URL-encoded (https://docs.ucloud.cn/api/summary/signature).
 */
export function signParameters(parameters: CallParameters, privateKey: string): string {
  const hash = createHash('sha1')
  const entries = Object.entries(parameters)
  entries.sort(([one], [other]) => Buffer.compare(Buffer.from(one), Buffer.from(other)))
  for (const [name, value] of entries) hash.update(name + encodeParameter(value), 'utf8')
  return hash.update(privateKey, 'utf8').digest('hex')
}
