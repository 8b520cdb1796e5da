import { z } from 'zod'
import { ErrorData } from '../errors.ts'

/** A message above this is refused unread. */
export const maxMessageBytes = 8 * 1024 * 1024

/** Chosen by the page, never used twice on a connection. */
const id = z.int().min(0)

/** Names are kept as they come and looked up later, so that an unknown one can be told as such. */
const name = z.string()

/** What the page sends. */
export const PageFrame = z.discriminatedUnion('type', [
  z.object({ type: z.literal('call'), id, name, input: z.unknown().optional() }),
  /** `credit`: how many batches may be sent before more is granted. */
  z.object({ type: z.literal('open'), id, name, input: z.unknown().optional(), credit: z.int().min(1).max(1024) }),
  z.object({ type: z.literal('credit'), id, count: z.int().min(1).max(1024) }),
  z.object({ type: z.literal('abort'), id }),
])
export type PageFrame = z.infer<typeof PageFrame>
export type CallFrame = Extract<PageFrame, { type: 'call' }>
export type OpenFrame = Extract<PageFrame, { type: 'open' }>

/** Just enough of a frame that cannot be taken to tell its sender so. */
export const RefusedFrame = z.object({ type: z.enum(['call', 'open']), id, name: name.catch('') })

/** What the main process sends. `answer` ends a call, `end` a stream, `error` either. */
export const MainFrame = z.discriminatedUnion('type', [
  z.object({ type: z.literal('answer'), id, output: z.unknown().optional() }),
  z.object({ type: z.literal('items'), id, items: z.array(z.unknown()) }),
  z.object({ type: z.literal('end'), id, result: z.unknown().optional() }),
  z.object({ type: z.literal('error'), id, error: ErrorData }),
  z.object({ type: z.literal('event'), name, payload: z.unknown().optional() }),
])
export type MainFrame = z.infer<typeof MainFrame>
export type ReplyFrame = Exclude<MainFrame, { type: 'event' }>

const maxWords = 500
const maxNameLength = 100

/** What is wrong with a message by its schema. Says where and what was expected, never the value. */
export function describeIssues(error: z.ZodError): string {
  return error.issues
    .map(({ path, message }) => (path.length === 0 ? message : `${path.join('.')}: ${message}`))
    .join('; ')
    .slice(0, maxWords)
}

/** A name as far as it can be repeated in an error. */
export function shortName(text: string): string {
  return text.slice(0, maxNameLength)
}
