import { withoutDisplay } from '../cures.ts'
import type { KnownFailure } from '../known-failure.ts'

/** The exceptions of a file that cannot be had; h5py's and TensorFlow's have names of their own. */
const ofFiles =
  /(?:^|\.)(?:FileNotFoundError|IOError|OSError|NotADirectoryError|NotFoundError|RuntimeError|ValueError|AssertionError|Exception|HFValidationError|error|UnidentifiedImageError|TypeError)$/

/** What is in the data, a checkpoint or a picture, or is not. */
export const dataFailures: readonly KnownFailure[] = [
  {
    id: 'checkpoint-weights-only',
    says: /^Weights?[ -]?only load failed|^WeightsUnpickler error/i,
    line: '_pickle.UnpicklingError: Weights only load failed. This file can still be loaded, to do so you have two options',
  },
  {
    id: 'checkpoint-newer',
    says: /is a zip archive \(did you mean to use torch\.jit\.load|maximum supported version for reading is|kMaxSupportedFileFormatVersion|^unsupported pickle protocol|^A load persistent id instruction was encountered|^Can't get attribute '(_rebuild\w*)' on <module 'torch/,
    line: 'RuntimeError: ./checkpoint.pth.tar is a zip archive (did you mean to use torch.jit.load()?)',
  },
  {
    id: 'checkpoint-unreadable',
    says: /^PytorchStreamReader failed|^Ran out of input|^invalid load key|^pickle data was truncated|^unpickling stack underflow|^could not find MARK|^unexpected EOF, expected|^Invalid magic number; corrupt file|^storage has wrong size|^Error while deserializing header|^not a ZIP archive|not an sstable|\((?:file signature not found|truncated file)/i,
    line: 'RuntimeError: PytorchStreamReader failed reading zip archive: failed finding central directory',
  },
  {
    id: 'checkpoint-other-model',
    exception: /(?:^|\.)KeyError$/,
    says: /^'?((?:module|model|state_dict|model_state_dict|optimizer|optimizer_state_dict|backbone|encoder|decoder|net|network)(?:\.[\w.]+)?|[\w.]+\.(?:weight|bias|running_mean|running_var))'?$/,
    line: "KeyError: 'module.conv1.weight'",
  },
  {
    id: 'checkpoint-other-model',
    says: /^Error\(s\) in loading state_dict for (\w+)|^(?:Missing|Unexpected) key\(s\) in state_dict|^size mismatch for [\w.]+: copying a param|^loaded state dict (?:contains|has)|not found in checkpoint|^You are trying to load a weight file containing|^Shape of .* in the (?:checkpoint|loaded)|^Layer count mismatch when loading weights|^While copying the parameter named/,
    line: 'RuntimeError: Error(s) in loading state_dict for ResNet:',
  },
  {
    id: 'no-display',
    says: /no display name and no \$DISPLAY|^qt\.qpa\.\w+: [Cc]ould not|[Cc]ould not connect to display|[Cc]annot connect to X server|no Qt platform plugin could be initialized|Could not load the Qt platform plugin|as 'headless' is currently running|[Cc]annot load backend '\w+'|Rebuild the library with Windows, GTK|^Cannot connect to "|The DISPLAY environment variable is missing|^Can't connect to display|^No available video device|couldn't connect to display|cannot open display/,
    line: '_tkinter.TclError: no display name and no $DISPLAY environment variable',
    cure: withoutDisplay,
  },
  {
    id: 'no-display',
    exception: /(?:NoSuchDisplayException|DisplayNameError|DisplayConnectionError)$/,
    says: /^/,
    line: 'pyglet.display.xlib.NoSuchDisplayException: Cannot connect to "None"',
  },
  {
    id: 'data-empty',
    says: /Found 0 (?:files|images|samples|videos|sequences)|no valid file for the classes|got num_samples=0|num_samples should be a positive integer value|find any class folder|[Nn]o (?:images|labels|files|samples|data files?|training (?:data|images|samples)) (?:were )?found|^No labels in|Found array with 0 (?:sample|feature)|n_samples=0|corresponds to no data|[Dd]ataset (?:is|was) empty|^[Ee]mpty (?:dataset|training set|data)|^No data found/,
    line: 'RuntimeError: Found 0 files in subfolders of: /data/data/train',
  },
  {
    id: 'data-file-missing',
    exception: ofFiles,
    says: /(?:No such file or directory|not found|does not exist|doesn't exist|Couldn't find|cannot find|Unable to (?:synchronously )?open|cannot identify image file|[Nn]ot a directory|not a (?:file|folder|directory)|could not open|missing|invalid path|can't open).*?(\/data\/data[^\s'",:)]*)|(\/data\/data[^\s'",:)]*).*?(?:No such file|not found|does not exist|doesn't exist|missing|cannot be (?:found|opened)|is not a)/,
    line: "FileNotFoundError: [Errno 2] No such file or directory: '/data/data/train.csv'",
  },
  {
    id: 'data-file-missing',
    says: /^(?:Dataset|Data) not found(?: or corrupted)?\.?|download=True|^(?:cat|ls|cp|unzip|tar|head|find):.*?(\/data\/data\S*?)['’:]/,
    line: 'RuntimeError: Dataset not found or corrupted. You can use download=True to download it',
  },
  {
    id: 'image-unreadable',
    says: /^OpenCV\([^)]*\).*\(-215:Assertion failed\) !?_?\w*\.?\w*\.?empty\(\)|\(-215:Assertion failed\)|image file is truncated|cannot identify image file|broken data stream when reading image|[Tt]runcated File Read|^(?:not a|broken) PNG file|'NoneType' object has no attribute '(?:shape|astype|copy|resize)'|Unknown image file format|^libpng error|^unrecognized data stream contents when reading image|^Image decoding failed/,
    line: 'OSError: image file is truncated (12 bytes not processed)',
  },
  {
    id: 'code-file-missing',
    says: /^\S*python[\d.]*: can't open file '([^']+)'/,
    line: "/usr/bin/python: can't open file '/data/train.py': [Errno 2] No such file or directory",
  },
  {
    id: 'folder-not-made',
    exception: ofFiles,
    says: /(?:No such file or directory|does not exist|Unable to (?:synchronously )?(?:create|open) file).*?(\/data\/output[^\s'",:)]*)|(\/data\/output[^\s'",:)]*).*?(?:No such file|does not exist)/,
    line: "FileNotFoundError: [Errno 2] No such file or directory: '/data/output/models/last.pt'",
  },
  {
    id: 'code-file-missing',
    exception: ofFiles,
    says: /No such file or directory: '(\/data\/[^']+)'|'?(\/data\/[^\s':]+)'?.*(?:does not exist|not found)/,
    line: "FileNotFoundError: [Errno 2] No such file or directory: '/data/config.yaml'",
  },
  {
    id: 'relative-path',
    exception: ofFiles,
    says: /(?:No such file or directory|does not exist|Not a directory|not found): [bu]?['"]?((?!\/|[A-Za-z]:|<|https?:)[\w.~-][^'"]*)['"]?|^File [bu]?['"]?((?!\/)[\w.-][^'"]*)['"]? does not exist|^((?!\/)[\w.-]+\/[^\s:;]+); No such file|^\[Errno 2\] File [bu]?['"]?((?!\/)[\w.-][^'"]*?)['"]? does not exist|(?:Repo id must be in the form|Incorrect path_or_model_id).*'(\.{1,2}\/[^']+)'|^(?:Can't load|Error no file named|Couldn't find).*? (?:in directory|at|for) '?(\.{1,2}\/[^\s']+)|^Not found: "((?!\/)[^"]+)"|^(\.{1,2}\/\S+) (?:does not exist|not found|is not a)/,
    line: "FileNotFoundError: [Errno 2] No such file or directory: './datasets/train'",
  },
  {
    id: 'data-file-missing',
    exception: ofFiles,
    says: /^\[Errno 2\] No such file or directory: [bu]?'(\/[^']+)'|^\[Errno 2\] File [bu]?'?(\/[^']+?)'? does not exist|^(?:file|File) (\/\S+) (?:not found|does not exist)/,
    line: "FileNotFoundError: [Errno 2] No such file or directory: '/home/lin/data/train.csv'",
  },
]
