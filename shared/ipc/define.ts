import type { z } from 'zod'

/** A question with one answer. */
export interface Command<Input extends z.ZodType = z.ZodType, Output extends z.ZodType = z.ZodType> {
  readonly kind: 'command'
  readonly input: Input
  readonly output: Output
}

/** A sequence that the reader pulls: batches of items, then one result. */
export interface Stream<
  Input extends z.ZodType = z.ZodType,
  Item extends z.ZodType = z.ZodType,
  Result extends z.ZodType = z.ZodType,
> {
  readonly kind: 'stream'
  readonly input: Input
  readonly item: Item
  readonly result: Result
}

/** Something main tells every page, without being asked. */
export interface EventType<Payload extends z.ZodType = z.ZodType> {
  readonly kind: 'event'
  readonly payload: Payload
}

export type Endpoint = Command | Stream | EventType
export type Contract = Readonly<Record<string, Endpoint>>

export function command<Input extends z.ZodType, Output extends z.ZodType>(
  input: Input,
  output: Output,
): Command<Input, Output> {
  return { kind: 'command', input, output }
}

export function stream<Input extends z.ZodType, Item extends z.ZodType, Result extends z.ZodType>(
  input: Input,
  item: Item,
  result: Result,
): Stream<Input, Item, Result> {
  return { kind: 'stream', input, item, result }
}

export function event<Payload extends z.ZodType>(payload: Payload): EventType<Payload> {
  return { kind: 'event', payload }
}

type NamesOf<C extends Contract, Kind extends Endpoint['kind']> = {
  [Name in keyof C]: C[Name]['kind'] extends Kind ? Name : never
}[keyof C] &
  string

export type CommandName<C extends Contract> = NamesOf<C, 'command'>
export type StreamName<C extends Contract> = NamesOf<C, 'stream'>
export type EventName<C extends Contract> = NamesOf<C, 'event'>

/** What a caller passes. */
export type InputOf<E> = E extends { readonly input: infer I extends z.ZodType } ? z.input<I> : never
/** What a handler receives: the parsed input. */
export type ParsedInputOf<E> = E extends { readonly input: infer I extends z.ZodType } ? z.output<I> : never
export type OutputOf<E> = E extends { readonly output: infer O extends z.ZodType } ? z.output<O> : never
export type ItemOf<E> = E extends { readonly item: infer I extends z.ZodType } ? z.output<I> : never
export type ResultOf<E> = E extends { readonly result: infer R extends z.ZodType } ? z.output<R> : never
export type PayloadOf<E> = E extends { readonly payload: infer P extends z.ZodType } ? z.output<P> : never

export interface CallContext {
  /** Aborted when the caller gives up, its page goes away or the port closes. */
  readonly signal: AbortSignal
}

/** One function a command or stream; a missing or misnamed one does not compile. */
export type Handlers<C extends Contract> = {
  readonly [Name in CommandName<C>]: (
    input: ParsedInputOf<C[Name]>,
    context: CallContext,
  ) => Promise<OutputOf<C[Name]>> | OutputOf<C[Name]>
} & {
  readonly [Name in StreamName<C>]: (
    input: ParsedInputOf<C[Name]>,
    context: CallContext,
  ) => AsyncGenerator<readonly ItemOf<C[Name]>[], ResultOf<C[Name]>>
}
