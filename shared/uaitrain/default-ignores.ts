/** A rule of the app's own: what is in nearly every code folder and of no use in an image. */
export interface DefaultIgnore {
  /** Kept in projects and project files: never renamed. */
  readonly id: string
  /** Lines as in a `.dockerignore`. */
  readonly patterns: readonly string[]
  /** A folder that holds a file of this name is left out, whatever it is called. */
  readonly marker: string | null
}

/** Read before the code folder's `.dockerignore`, which may bring things back. */
export const defaultIgnores = [
  { id: 'version-control', patterns: ['**/.git', '**/.hg', '**/.svn'], marker: null },
  { id: 'python-cache', patterns: ['**/__pycache__', '**/*.pyc', '**/*.pyo'], marker: null },
  { id: 'notebook-checkpoints', patterns: ['**/.ipynb_checkpoints'], marker: null },
  { id: 'virtual-environment', patterns: ['**/.venv'], marker: 'pyvenv.cfg' },
  {
    id: 'tool-cache',
    patterns: ['**/.mypy_cache', '**/.pytest_cache', '**/.ruff_cache', '**/.tox', '**/.nox'],
    marker: null,
  },
  { id: 'node-modules', patterns: ['**/node_modules'], marker: null },
  { id: 'system-files', patterns: ['**/.DS_Store', '**/Thumbs.db', '**/desktop.ini'], marker: null },
  { id: 'editor-settings', patterns: ['**/.idea', '**/.vscode'], marker: null },
  { id: 'project-files', patterns: ['**/*.uaitrain'], marker: null },
] as const satisfies readonly DefaultIgnore[]

export type DefaultIgnoreId = (typeof defaultIgnores)[number]['id']

export const defaultIgnoreIds: readonly DefaultIgnoreId[] = defaultIgnores.map(({ id }) => id)
