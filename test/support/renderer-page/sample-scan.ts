import type { IgnoreRule } from '../../../shared/model/ignore.ts'
import type { ScanEntry, ScanSummary, ScanUpdate, ScanWarning } from '../../../shared/model/scan.ts'

const files: Readonly<Record<string, number>> = {
  'weights/resnet50.pth': 102_400_000,
  'weights/mobilenet.onnx': 14_200_000,
  'samples/train-images-idx3-ubyte.gz': 9_912_000,
  'samples/labels.csv': 1_200_000,
  'assets/architecture.png': 2_400_000,
  'assets/demo.mp4': 7_900_000,
  'models/resnet.py': 18_200,
  'models/vit.py': 24_500,
  'models/layers/attention.py': 12_000,
  'models/layers/norm.py': 3_100,
  'configs/base.yaml': 1_200,
  'configs/imagenet.yaml': 2_800,
  'vendor/apex.tar.gz': 3_300_000,
  'notebooks/explore.ipynb': 1_900_000,
  'notebooks/一个名字很长的实验记录文件用来检查省略.ipynb': 640_000,
  'mnist.py': 7_300,
  'utils.py': 4_100,
  'requirements.txt': 320,
  'README.md': 5_400,
  'run.log': 480_000,
}

const gitRule: IgnoreRule = { source: 'default', pattern: '**/.git', id: 'version-control' }
const cacheRule: IgnoreRule = { source: 'default', pattern: '**/__pycache__', id: 'python-cache' }
const runsRule: IgnoreRule = { source: 'dockerignore', pattern: 'runs/', id: null }
const ownRule: IgnoreRule = { source: 'project', pattern: '**/*.ckpt', id: null }

const ignored: readonly ScanEntry[] = [
  { ...nothing('.git', 'folder'), ignoredBytes: 48_000_000, ignoredCount: 812, ignoredBy: gitRule },
  { ...nothing('models/__pycache__', 'folder'), ignoredBytes: 88_000, ignoredCount: 6, ignoredBy: cacheRule },
  { ...nothing('runs', 'folder'), ignoredBytes: 6_100_000, ignoredCount: 24, ignoredBy: runsRule },
  { ...nothing('weights/last.ckpt', 'file'), ignoredBytes: 204_000_000, ignoredCount: 1, ignoredBy: ownRule },
]

/** Everything in the sample's folders, with each folder's sums. */
export const sampleEntries: readonly ScanEntry[] = [
  ...foldersOf(Object.keys(files)).map(sumUp),
  ...fileEntries(),
  ...ignored,
]

const sizeBytes = Object.values(files).reduce((sum, size) => sum + size, 0)

const summary: ScanSummary = {
  fileCount: Object.keys(files).length,
  folderCount: 7,
  sizeBytes,
  ignoredCount: 843,
  ignoredBytes: 258_188_000,
  ignoredIsPartial: true,
  layerBytes: Math.round(sizeBytes * 0.9),
}

const warnings: readonly ScanWarning[] = [
  { code: 'secret', path: 'configs/imagenet.yaml', line: 12, rule: 'aws' },
  { code: 'data-file', path: 'weights/resnet50.pth', sizeBytes: 102_400_000, kind: 'checkpoint' },
  { code: 'hidden-by-mount', path: 'data', sizeBytes: 0, fileCount: 0 },
  { code: 'link-leaves-folder', path: 'vendor/shared', target: '../../shared' },
  { code: 'unreadable', path: 'notes/private.txt', words: 'EACCES: permission denied' },
]

export const sampleScan: ScanUpdate[] = [
  {
    type: 'scanned',
    summary,
    largestFiles: [],
    ignored: [
      { rule: ownRule, count: 1, sizeBytes: 204_000_000 },
      { rule: gitRule, count: 812, sizeBytes: 48_000_000 },
      { rule: runsRule, count: 24, sizeBytes: 6_100_000 },
      { rule: cacheRule, count: 6, sizeBytes: 88_000 },
    ],
    warnings: [...warnings],
    omittedWarnings: 0,
  },
]

function nothing(path: string, kind: ScanEntry['kind']): ScanEntry {
  return { path, kind, sizeBytes: 0, fileCount: 0, ignoredBytes: 0, ignoredCount: 0, childCount: 0, ignoredBy: null }
}

function fileEntries(): ScanEntry[] {
  return Object.entries(files).map(([path, size]) => ({ ...nothing(path, 'file'), sizeBytes: size, fileCount: 1 }))
}

function foldersOf(paths: readonly string[]): string[] {
  const all = paths.flatMap((path) => {
    const parts = path.split('/').slice(0, -1)
    return parts.map((_, index) => parts.slice(0, index + 1).join('/'))
  })
  return [...new Set(all)]
}

function sumUp(folder: string): ScanEntry {
  const inside = Object.entries(files).filter(([path]) => path.startsWith(`${folder}/`))
  const bytes = inside.reduce((sum, [, size]) => sum + size, 0)
  return { ...nothing(folder, 'folder'), sizeBytes: bytes, fileCount: inside.length, childCount: inside.length }
}
