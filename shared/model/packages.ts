import { z } from 'zod'

const line = z.string().max(1000)

/** What a project puts into its base images before its code. */
export const PackageSettings = z.object({
  /** Requirements as pip takes them, one each: `nltk==3.8`. */
  pip: z.array(line).max(500),
  /** Names of packages as `apt-get install` takes them. */
  apt: z.array(line).max(500),
  /** Relative to the code folder; empty without one. */
  requirementsFile: z.string().max(4096),
  /** In place of pip's own; empty for that. */
  indexUrl: line,
  /** Host that pip need not check the certificate of. */
  trustedHost: line,
  /** For pip and apt. */
  proxy: line,
  /** What `/usr/bin/python` is to lead to, as a path in the image; empty to leave it as it is. */
  pythonLink: line,
})
export type PackageSettings = z.infer<typeof PackageSettings>

export const noPackages: PackageSettings = {
  pip: [],
  apt: [],
  requirementsFile: '',
  indexUrl: '',
  trustedHost: '',
  proxy: '',
  pythonLink: '',
}

/** Whether base images are used as they are. */
export function isWithoutPackages({ pip, apt, requirementsFile, pythonLink }: PackageSettings): boolean {
  return pip.length + apt.length === 0 && requirementsFile === '' && pythonLink === ''
}

/** What was changed by hand in a base image's terminal, to be put into both base images after the packages. */
export const KeptChange = z.object({
  /** SHA-256 of all of it. */
  digest: z.string().regex(/^[0-9a-f]{64}$/),
  keptAt: z.number(),
  /** Whose base image it was made in. */
  lane: z.enum(['cpu', 'gpu']),
  added: z.number().int(),
  changed: z.number().int(),
  deleted: z.number().int(),
  /** Of the files that were added or changed. */
  sizeBytes: z.number(),
  /** Where most of it is. */
  folders: z.array(z.string()),
  /** Of Python, by the names that they are imported by. */
  modules: z.array(z.string()),
})
export type KeptChange = z.infer<typeof KeptChange>

/** A base image with the project's packages in it, as the engine keeps it. */
export const CustomisedBase = z.object({
  lane: z.enum(['cpu', 'gpu']),
  /** The image that it was made of. */
  base: z.string(),
  /** Its own name in the engine. */
  image: z.string(),
  id: z.string(),
  /** It was there from before: nothing was installed. */
  reused: z.boolean(),
  /** What was put into it after the packages, in this order. */
  changes: z.array(KeptChange).default([]),
})
export type CustomisedBase = z.infer<typeof CustomisedBase>

export const PackagesResult = z.object({
  kind: z.literal('packages'),
  images: z.array(CustomisedBase),
})
export type PackagesResult = z.infer<typeof PackagesResult>

/** Why packages could not be installed. */
export const InstallProblem = z.enum([
  'not-found',
  'no-network',
  'certificate',
  'conflict',
  'python-version',
  'no-space',
  'no-compiler',
  'no-apt',
  'no-pip',
  'no-python',
  'other',
])
export type InstallProblem = z.infer<typeof InstallProblem>
