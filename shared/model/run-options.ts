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

/** How many variables, and how long the value of one. */
export const environmentLimits = { variables: 200, length: 10_000 } as const

export const EnvironmentVariable = z.object({
  name: z.string().regex(/^[A-Za-z_]\w*$/),
  /** Null takes the value that the app's own environment has at the start, as `docker run -e NAME` does; it is kept nowhere. */
  value: z.string().max(environmentLimits.length).nullable(),
})
export type EnvironmentVariable = z.infer<typeof EnvironmentVariable>

/** The least that Docker takes, which has 0 for no limit at all, and more than any machine has. */
export const runLimits = {
  sharedMemoryMb: { min: 1, max: 16 * 1024 * 1024 },
  memoryMb: { min: 6, max: 16 * 1024 * 1024 },
  cpus: { min: 0.01, max: 1024 },
} as const

function megabytes({ min, max }: { min: number; max: number }) {
  return z.number().int().min(min).max(max)
}

/** What a test run gets beyond what the printed command says. */
export const RunOptions = z.object({
  /** Size of `/dev/shm`, through which the workers of a DataLoader pass their batches; null for the engine's 64 MB. */
  sharedMemoryMb: megabytes(runLimits.sharedMemoryMb).nullable(),
  gpus: GpuChoice,
  environment: z.array(EnvironmentVariable).max(environmentLimits.variables),
  /** Null for all processors. */
  cpus: z.number().min(runLimits.cpus.min).max(runLimits.cpus.max).nullable(),
  /** Null for all of the machine's memory. */
  memoryMb: megabytes(runLimits.memoryMb).nullable(),
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
