/** What a file is for; each has a colour of its own in the treemap. */
export const fileTypes = ['code', 'text', 'data', 'model', 'media', 'archive', 'other'] as const
export type FileType = (typeof fileTypes)[number]

const extensions: Readonly<Record<Exclude<FileType, 'other'>, readonly string[]>> = {
  code: ['py', 'pyx', 'pyi', 'ipynb', 'c', 'cc', 'cpp', 'cu', 'cuh', 'h', 'hpp', 'sh', 'js', 'ts', 'so', 'go', 'rs'],
  text: ['md', 'rst', 'txt', 'yaml', 'yml', 'json', 'toml', 'cfg', 'ini', 'conf', 'xml', 'html', 'pdf', 'lock', 'log'],
  data: [
    'csv',
    'tsv',
    'npy',
    'npz',
    'h5',
    'hdf5',
    'parquet',
    'arrow',
    'feather',
    'mat',
    'tfrecord',
    'lmdb',
    'mdb',
    'db',
  ],
  model: ['pt', 'pth', 'ckpt', 'bin', 'onnx', 'safetensors', 'pb', 'tflite', 'pkl', 'pickle', 'joblib', 'caffemodel'],
  media: [
    'png',
    'jpg',
    'jpeg',
    'gif',
    'bmp',
    'webp',
    'tif',
    'tiff',
    'svg',
    'mp4',
    'avi',
    'mov',
    'mkv',
    'wav',
    'mp3',
    'flac',
  ],
  archive: ['zip', 'tar', 'gz', 'tgz', 'bz2', 'xz', '7z', 'rar', 'zst', 'whl'],
}

const typeByExtension = new Map<string, FileType>(
  fileTypes.flatMap((type) =>
    type === 'other' ? [] : extensions[type].map((extension) => [extension, type] as const),
  ),
)

export function fileTypeOf(path: string): FileType {
  return typeByExtension.get(extensionOf(path)?.toLowerCase() ?? '') ?? 'other'
}

/** Without its dot; null for a name without one, and for one that only begins with a dot. */
export function extensionOf(path: string): string | null {
  const name = path.slice(path.lastIndexOf('/') + 1)
  const dot = name.lastIndexOf('.')
  return dot <= 0 || dot === name.length - 1 ? null : name.slice(dot + 1)
}
