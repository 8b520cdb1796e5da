import { z } from 'zod'

/** A Python of an image, and what it can import for training. */
export const PythonFacts = z.object({
  /** In the image; empty where only the image's description was read. */
  path: z.string(),
  /** Such as 3.6.2; empty where it is not known. */
  version: z.string(),
  frameworks: z.array(z.object({ name: z.string(), version: z.string() })),
  /** Version of the CUDA that its framework was built with; empty for a framework for the CPU alone, or for none. */
  cuda: z.string(),
  /** What its framework has code for, `sm_61` or, as PTX, `compute_70`; null where it does not tell. */
  architectures: z.array(z.string()).nullable(),
})
export type PythonFacts = z.infer<typeof PythonFacts>

/** What is known of an image as the base of others. */
export const BaseFacts = z.object({
  image: z.string(),
  /** `sha256:…` of the image: of its configuration, or as its engine calls it. */
  digest: z.string(),
  /** `engine`: its Pythons were started there; `registry`: it was not there, and only its description was read. */
  source: z.enum(['engine', 'registry']),
  sizeBytes: z.number(),
  /** Of `/usr/bin/python`. `broken`: it is there, and does not start; `late`: nothing came of it in time. */
  state: z.enum(['fine', 'missing', 'broken', 'late', 'unknown']),
  /** Null unless it is fine, or the description tells of a Python. */
  python: PythonFacts.nullable(),
  /** Other Pythons of the image that `/usr/bin/python` could lead to. */
  others: z.array(PythonFacts),
  /** All paths at which there is one of them. */
  places: z.array(z.string()),
})
export type BaseFacts = z.infer<typeof BaseFacts>

/**
 * The Python that `/usr/bin/python` had better lead to: one with a framework, where that at `/usr/bin/python` has none or
 * is none; null where it is right as it is, or nothing better is known.
 */
export function betterPython({ state, python, others }: BaseFacts): PythonFacts | null {
  const [best] = others.toSorted((a, b) => worth(b) - worth(a))
  if (best === undefined) return null
  if (state === 'missing' || state === 'broken') return best
  return state === 'fine' && python?.frameworks.length === 0 && best.frameworks.length > 0 ? best : null
}

/** One link is put into all images of a project: null where none needs it, or where one of them has no such Python. */
export function linkOffer(images: readonly BaseFacts[]): PythonFacts | null {
  const wanted = images.map(betterPython).filter((python) => python !== null)
  const isEverywhere = ({ path }: PythonFacts): boolean =>
    images.every(({ source, places }) => source === 'registry' || places.includes(path))
  return wanted.toSorted((a, b) => worth(b) - worth(a)).find(isEverywhere) ?? null
}

function worth({ frameworks, version }: PythonFacts): number {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  return frameworks.length * 10_000 + major * 100 + minor
}
