import { z } from 'zod'

/**
 * How an engine gives a container its GPUs: by the runtime that nvidia-docker installs, by a device of CDI, or by its
 * own `--gpus`; `none` asks for no GPU.
 */
export const GpuAccess = z.enum(['none', 'runtime', 'cdi', 'device-request'])
export type GpuAccess = z.infer<typeof GpuAccess>

/** A GPU as the driver tells of it; null for what it does not tell. */
export const Gpu = z.object({
  index: z.number().int(),
  name: z.string(),
  uuid: z.string(),
  driver: z.string(),
  memoryTotalBytes: z.number().nullable(),
  memoryUsedBytes: z.number().nullable(),
  /** Share of the time in which it computed. */
  utilization: z.number().nullable(),
})
export type Gpu = z.infer<typeof Gpu>
