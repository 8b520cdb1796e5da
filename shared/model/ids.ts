import { z } from 'zod'

const id = z.string().min(1).max(64)

export const AccountId = id.brand('AccountId')
export type AccountId = z.infer<typeof AccountId>

export const ProjectId = id.brand('ProjectId')
export type ProjectId = z.infer<typeof ProjectId>

export const JobId = id.brand('JobId')
export type JobId = z.infer<typeof JobId>
