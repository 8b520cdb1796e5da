import { z } from 'zod'
import { ErrorData } from '../errors.ts'

/** What the engine says of itself; `problem` says why it cannot be used. */
export const EngineHealth = z.discriminatedUnion('state', [
  z.object({
    state: z.literal('ok'),
    version: z.string(),
    apiVersion: z.string(),
    storageDriver: z.string(),
    /** Runtimes by name, `nvidia` among them where nvidia-docker is installed. */
    runtimes: z.array(z.string()),
    /** Where it looks for devices of CDI; empty when it does not. */
    cdiFolders: z.array(z.string()),
    /** `nvidia.com/gpu=0` and the like, as engines from 28.2 on tell them. */
    cdiDevices: z.array(z.string()),
  }),
  z.object({ state: z.literal('problem'), problem: ErrorData }),
])
export type EngineHealth = z.infer<typeof EngineHealth>

export const SecretBackend = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('keychain') }),
  /** No keychain: secrets are forgotten when the app ends. `words` is the system's own reason. */
  z.object({ kind: z.literal('memory'), words: z.string() }),
])
export type SecretBackend = z.infer<typeof SecretBackend>

/** The outcome of trying one thing out. */
export const Verdict = z.discriminatedUnion('state', [
  z.object({ state: z.literal('ok'), detail: z.string() }),
  z.object({ state: z.literal('failed'), problem: ErrorData }),
  /** Could not be tried, because what it needs is missing. */
  z.object({ state: z.literal('skipped') }),
])
export type Verdict = z.infer<typeof Verdict>
