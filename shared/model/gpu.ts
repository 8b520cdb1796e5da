import { z } from 'zod'

/**
 * How an engine gives a container its GPUs: by the runtime that nvidia-docker installs, by a device of CDI, or by its
 * own `--gpus`; `none` asks for no GPU.
 */
export const GpuAccess = z.enum(['none', 'runtime', 'cdi', 'device-request'])
export type GpuAccess = z.infer<typeof GpuAccess>
