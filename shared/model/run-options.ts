import { z } from 'zod'

/** Which of the machine's GPUs a GPU test gets. A device is an index or a UUID, as `nvidia-smi -L` lists them. */
export const GpuChoice = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('all') }),
  z.object({ kind: z.literal('count'), count: z.number().int().min(1).max(64) }),
  z.object({
    kind: z.literal('devices'),
    ids: z
      .array(z.string().regex(/^[\w:-]{1,64}$/))
      .min(1)
      .max(64),
  }),
])
export type GpuChoice = z.infer<typeof GpuChoice>

export const EnvironmentVariable = z.object({
  name: z.string().regex(/^[A-Za-z_]\w*$/),
  /** Null takes the value that the app's own environment has at the start, as `docker run -e NAME` does; it is kept nowhere. */
  value: z.string().max(10_000).nullable(),
})
export type EnvironmentVariable = z.infer<typeof EnvironmentVariable>

const megabytes = z.number().int().min(16).max(16_000_000)

/** What a test run gets beyond what the printed command says. */
export const RunOptions = z.object({
  /** Size of `/dev/shm`, through which the workers of a DataLoader pass their batches; null for the engine's 64 MB. */
  sharedMemoryMb: megabytes.nullable(),
  gpus: GpuChoice,
  environment: z.array(EnvironmentVariable).max(200),
  /** Null for all processors. */
  cpus: z.number().min(0.1).max(1024).nullable(),
  /** Null for all of the machine's memory. */
  memoryMb: megabytes.nullable(),
  /** `image`: the image's own user, and the outputs are given to the one who runs the app; `own`: that one from the start. */
  user: z.enum(['image', 'own']),
})
export type RunOptions = z.infer<typeof RunOptions>

/** The printed command, with enough shared memory for the workers of a DataLoader: it costs nothing until it is used. */
export const defaultRunOptions: RunOptions = {
  sharedMemoryMb: 2048,
  gpus: { kind: 'all' },
  environment: [],
  cpus: null,
  memoryMb: null,
  user: 'image',
}
