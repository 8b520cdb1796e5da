import { z } from 'zod'

/** What a project leaves out beyond its own `.dockerignore`. */
export const IgnoreSettings = z.object({
  /** Lines as in a `.dockerignore`; they have the last word. */
  rules: z.array(z.string().max(4096)).max(1000),
  /** Ids of the default rules that are switched off. */
  disabledDefaults: z.array(z.string().max(64)).max(100),
})
export type IgnoreSettings = z.infer<typeof IgnoreSettings>

export const noIgnoreSettings: IgnoreSettings = { rules: [], disabledDefaults: [] }

/** In the order in which they are read; a later one may bring back what an earlier one left out. */
export const IgnoreSource = z.enum(['default', 'dockerignore', 'project'])
export type IgnoreSource = z.infer<typeof IgnoreSource>

/** A rule that left something out. */
export const IgnoreRule = z.object({
  source: IgnoreSource,
  /** The line as it was written. */
  pattern: z.string(),
  /** Of a default rule, by which it is switched and named; null for any other. */
  id: z.string().nullable(),
})
export type IgnoreRule = z.infer<typeof IgnoreRule>
