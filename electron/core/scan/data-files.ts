import type { ScanWarning } from '../../../shared/model/scan.ts'

type DataKind = Extract<ScanWarning, { code: 'data-file' }>['kind']

const megabyte = 1024 * 1024

/** From which size on a file of a kind is worth a word. */
const kinds: readonly { kind: DataKind; names: RegExp; fromBytes: number }[] = [
  {
    kind: 'checkpoint',
    fromBytes: megabyte,
    names: /\.(?:pt|pth|ckpt|safetensors|onnx|h5|hdf5|caffemodel|params|pkl|joblib)$/,
  },
  {
    kind: 'data-set',
    fromBytes: 5 * megabyte,
    names: /\.(?:npz|npy|tfrecords?|rec|lmdb|mdb|parquet|feather|arrow|csv|tsv|jsonl|mat|sqlite|db)$|-ubyte$/,
  },
  { kind: 'archive', fromBytes: megabyte, names: /\.(?:zip|tar|gz|tgz|bz2|xz|zst|7z|rar)$/ },
  {
    kind: 'media',
    fromBytes: 20 * megabyte,
    names: /\.(?:jpe?g|png|bmp|gif|tiff?|webp|wav|mp3|flac|mp4|avi|mkv|mov)$/,
  },
]
const mediaNames = kinds.find(({ kind }) => kind === 'media')?.names ?? /$^/
const largeBytes = 50 * megabyte
/** So many pictures or sounds in one folder are a data set. */
const mediaOfDataFolder = 100

/** What kind of data a file holds by its name and size; null for one that may well be code. */
export function dataKindOf(path: string, sizeBytes: number): DataKind | null {
  if (sizeBytes < megabyte) return null
  const name = path.toLowerCase()
  const kind = kinds.find((one) => sizeBytes >= one.fromBytes && one.names.test(name))?.kind
  return kind ?? (sizeBytes >= largeBytes ? 'large' : null)
}

/** Counts pictures, sounds and films by folder. */
export class MediaFolders {
  readonly #folders = new Map<string, { sizeBytes: number; fileCount: number }>()

  add(path: string, sizeBytes: number): void {
    if (!mediaNames.test(path.toLowerCase())) return
    const folder = path.slice(0, Math.max(path.lastIndexOf('/'), 0))
    const sums = this.#folders.get(folder) ?? { sizeBytes: 0, fileCount: 0 }
    sums.sizeBytes += sizeBytes
    sums.fileCount += 1
    this.#folders.set(folder, sums)
  }

  warnings(): ScanWarning[] {
    return Array.from(this.#folders)
      .filter(([, { fileCount }]) => fileCount >= mediaOfDataFolder)
      .map(([path, sums]) => ({ code: 'data-folder' as const, path, ...sums }))
  }
}
