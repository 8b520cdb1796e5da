/** Folders of the build context that hold the code, to be put under `/data/`. */
export const codeFolders = ['root', 'root/data'] as const

/**
 * Copies `/data` as a whole instead of into it: the folder then keeps its fixed time, where the engine would give a
 * destination the time of the build. So the same code makes the same layer, in both images and at every pack.
 * The labels stand first and on one line, each line being a step of the build: they tell the two images' steps apart
 * in the engine's cache, which two images on one base would share by halves otherwise.
 */
export function dockerfile(baseImage: string, labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}=${quote(value)}`)
  return `FROM ${baseImage}\nLABEL ${pairs.join(' ')}\nCOPY root/ /\n`
}

function quote(value: string): string {
  return `"${value.replace(/[\\"$]/g, String.raw`\$&`)}"`
}
