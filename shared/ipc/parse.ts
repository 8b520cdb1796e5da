import type { z } from 'zod'
import { AppError } from '../errors.ts'
import { describeIssues, shortName } from './wire.ts'

/** What the other side sent for an endpoint; throws `invalid-message` when it does not fit. */
export function parseReceived<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  name: string,
): z.output<Schema> {
  const { success, data, error } = schema.safeParse(value)
  if (!success) throw new AppError('invalid-message', { name: shortName(name), words: describeIssues(error) })
  return data
}

/**
 * What this side is about to send, cut down to what the contract names, so that a field more in an object never leaves
 * by accident. A misfit is no fault of the receiver and so no AppError.
 */
export function parseOwn<Schema extends z.ZodType>(schema: Schema, value: unknown, name: string): z.output<Schema> {
  const { success, data, error } = schema.safeParse(value)
  if (!success) throw new Error(`What ${name} made does not fit the contract: ${describeIssues(error)}`)
  return data
}
