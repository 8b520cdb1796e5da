import type { Explanation } from '../model/explanation.ts'
import type { PackageSettings } from '../model/packages.ts'

/** A package that a run was in want of, and who installs it. */
export interface PackageCure {
  readonly tool: 'pip' | 'apt'
  readonly name: string
}

/** Modules whose package has another name. */
const packageOfModule: Readonly<Record<string, string>> = {
  cv2: 'opencv-python-headless',
  PIL: 'Pillow',
  sklearn: 'scikit-learn',
  skimage: 'scikit-image',
  yaml: 'PyYAML',
  attr: 'attrs',
  bs4: 'beautifulsoup4',
  Crypto: 'pycryptodome',
  dateutil: 'python-dateutil',
  dotenv: 'python-dotenv',
  docx: 'python-docx',
  faiss: 'faiss-cpu',
  fitz: 'PyMuPDF',
  git: 'GitPython',
  google: 'protobuf',
  hydra: 'hydra-core',
  Levenshtein: 'python-Levenshtein',
  lightning_fabric: 'lightning-fabric',
  MySQLdb: 'mysqlclient',
  osgeo: 'GDAL',
  pkg_resources: 'setuptools',
  distutils: 'setuptools',
  pl_bolts: 'lightning-bolts',
  pytorch_lightning: 'pytorch-lightning',
  pywt: 'PyWavelets',
  segmentation_models_pytorch: 'segmentation-models-pytorch',
  sentence_transformers: 'sentence-transformers',
  serial: 'pyserial',
  skvideo: 'scikit-video',
  slugify: 'python-slugify',
  tensorflow_datasets: 'tensorflow-datasets',
  torch_geometric: 'torch-geometric',
  usb: 'pyusb',
  websocket: 'websocket-client',
  zmq: 'pyzmq',
}

/** What belongs to the base image or to Python itself, is the user's own, or is another thing under its name in the index. */
const notByPip = [
  ...['torch', 'tensorflow', 'mxnet', 'caffe', 'apex', 'tkinter', '_tkinter', 'win32api'],
  ...['utils', 'util', 'models', 'model', 'config', 'configs', 'data', 'lib', 'libs', 'core', 'tools', 'src'],
]

/** Debian's and Ubuntu's packages of the libraries that Python packages look for. */
const packageOfLibrary: Readonly<Record<string, string>> = {
  libGL: 'libgl1',
  libgthread: 'libglib2.0-0',
  libglib: 'libglib2.0-0',
  libSM: 'libsm6',
  libICE: 'libice6',
  libXext: 'libxext6',
  libXrender: 'libxrender1',
  libX11: 'libx11-6',
  libsndfile: 'libsndfile1',
  libgomp: 'libgomp1',
  libgeos_c: 'libgeos-c1v5',
  libEGL: 'libegl1',
  libGLU: 'libglu1-mesa',
  libsox: 'libsox3',
  libusb: 'libusb-1.0-0',
  libxml2: 'libxml2',
}

/** The package whose want an explanation tells of; null where none would do. */
export function packageCureOf({ id, subject }: Pick<Explanation, 'id' | 'subject'>): PackageCure | null {
  if (id === 'missing-module') return packageOfModuleCure(subject)
  if (id === 'numpy-version') return { tool: 'pip', name: 'numpy<2' }
  if (id === 'protobuf-version') return { tool: 'pip', name: 'protobuf<3.21' }
  if (id !== 'system-library-missing') return null
  const name = packageOfLibrary[/^lib[A-Za-z_]+?(?=[-.\d]|$)/.exec(subject)?.[0] ?? '']
  return name === undefined ? null : { tool: 'apt', name }
}

export function packageOfModuleCure(module: string): PackageCure | null {
  const [name = ''] = module.split('.')
  if (!/^[A-Za-z][\w-]*$/.test(name) || notByPip.includes(name)) return null
  return { tool: 'pip', name: packageOfModule[name] ?? name }
}

/** With a package more, which takes the place of another version of it. */
export function withPackage(packages: PackageSettings, { tool, name }: PackageCure): PackageSettings {
  const nameOf = (requirement: string): string =>
    requirement
      .split(/[\s<>=!~[;@]/)[0]
      ?.toLowerCase()
      .replaceAll('_', '-') ?? ''
  const others = packages[tool].filter((one) => nameOf(one) !== nameOf(name))
  return { ...packages, [tool]: [...others, name] }
}
