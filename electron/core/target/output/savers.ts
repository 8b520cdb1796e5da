import { stringOf, textOf, type Call, type PythonSource } from '../python-source.ts'
import type { SyntaxNode } from '@lezer/common'

/** Where a call of that name finds its file or its folder. */
interface Saver {
  readonly callee: RegExp
  /** Place among its arguments, and names of it. */
  readonly at: number | null
  readonly names: readonly string[]
  /** Writes to a place of its own when it is told none. */
  readonly hasPreset?: boolean
  /** Counts only where the file has this. */
  readonly within?: RegExp
}

const lightning = /\b(?:pytorch_lightning|lightning)\b/

const savers: readonly Saver[] = [
  { callee: /^(?:torch|th|paddle|jit|torch\.jit|flow|mge|xm)\.save$/, at: 1, names: ['f', 'path'] },
  { callee: /(?:^|\.)onnx\.export$/, at: 2, names: ['f'] },
  { callee: /^(?:np|numpy|mx\.nd|nd)\.(?:save|savez|savez_compressed|savetxt)$/, at: 0, names: ['file', 'fname'] },
  { callee: /(?:^|\.)savefig$/, at: 0, names: ['fname'] },
  {
    callee: /\.to_(?:csv|json|pickle|excel|parquet|hdf|feather|html)$/,
    at: 0,
    names: ['path_or_buf', 'path', 'excel_writer'],
  },
  { callee: /^joblib\.dump$/, at: 1, names: ['filename'] },
  {
    callee:
      /(?:^|\.)(?:save_pretrained|save_weights|save_model|save_state|save_parameters|save_params|save_vocabulary)$/,
    at: 0,
    names: ['save_directory', 'filepath', 'output_dir', 'fname', 'filename'],
  },
  {
    callee: /^(?:cv2|imageio|iio|io|skimage\.io|misc|scipy\.misc|plt|tifffile)\.(?:imwrite|imsave|mimsave|mimwrite)$/,
    at: 0,
    names: ['filename', 'fname', 'uri'],
  },
  { callee: /(?:^|\.)save_image$/, at: 1, names: ['fp', 'filename'] },
  {
    callee: /(?:^|\.)(?:SummaryWriter|FileWriter|create_file_writer)$/,
    at: 0,
    names: ['log_dir', 'logdir'],
    hasPreset: true,
  },
  { callee: /(?:^|\.)(?:TensorBoard)$/, at: 0, names: ['log_dir'], hasPreset: true },
  { callee: /(?:^|\.)(?:TensorBoardLogger|CSVLogger)$/, at: 0, names: ['save_dir', 'filename'] },
  { callee: /(?:^|\.)ModelCheckpoint$/, at: 0, names: ['dirpath', 'filepath'] },
  { callee: /(?:^|\.)(?:Seq2Seq)?TrainingArguments$/, at: 0, names: ['output_dir'] },
  { callee: /(?:^|\.)Trainer$/, at: null, names: ['default_root_dir'], hasPreset: true, within: lightning },
  { callee: /(?:^|\.)(?:RotatingFileHandler|FileHandler)$/, at: 0, names: ['filename'] },
  { callee: /(?:^|\.)basicConfig$/, at: null, names: ['filename'] },
]

export interface Saving {
  readonly call: Call
  /** What tells the place; null where the call has one of its own. */
  readonly target: SyntaxNode | null
}

/** What a call writes to; null when it writes nothing that is known. */
export function savingOf(source: PythonSource, call: Call, ownNames: ReadonlySet<string>): Saving | null {
  const { callee, name, positional, keywords } = call
  if (/^(?:io\.|codecs\.|gzip\.|bz2\.)?open$|^(?:h5py|zipfile|tarfile)\.\w+$/.test(callee)) {
    const mode = stringOf(source, positional[1] ?? keywords.get('mode'))
    const target = positional[0] ?? keywords.get('file') ?? keywords.get('name')
    return mode !== null && /[wax]/.test(mode) && target !== undefined ? { call, target } : null
  }
  if (/\.write_(?:text|bytes)$/.test(callee)) return receiverOf(call)
  if (name === 'open' && callee.includes('.')) {
    return /[wax]/.test(stringOf(source, positional[0] ?? keywords.get('mode')) ?? '') ? receiverOf(call) : null
  }
  for (const { callee: pattern, at, names, hasPreset, within } of savers) {
    if (!pattern.test(callee) || within?.test(source.text) === false) continue
    const named = names.map((one) => keywords.get(one)).find((node) => node !== undefined)
    const target = named ?? (at === null ? undefined : positional[at])
    if (target !== undefined) return { call, target }
    // `Trainer(logger=False)` and the like choose for themselves.
    return hasPreset === true && !/\*\*?\w/.test(textOf(source, call.node)) ? { call, target: null } : null
  }
  if (name !== 'save' || ownNames.has('save')) return null
  // `image.save(path)`, `saver.save(session, path)`: whichever of them is a path.
  const target =
    positional.length > 1 && /^(?:self\.)?sess(?:ion)?$/.test(textOf(source, positional[0] ?? call.node))
      ? positional[1]
      : positional[0]
  return target === undefined ? null : { call, target }
}

function receiverOf(call: Call): Saving | null {
  const target = call.node.firstChild?.firstChild ?? null
  return target === null ? null : { call, target }
}
