/** What the platform puts behind every start command; a GPU node adds `--num_gpus` with as many as it has. */
export const platformWords = [
  '--work_dir=/data',
  '--data_dir=/data/data',
  '--output_dir=/data/output',
  '--log_dir=/data/output',
] as const

/** The names alone. */
export const platformFlags: readonly string[] = [
  '--num_gpus',
  ...platformWords.map((word) => word.slice(0, word.indexOf('='))),
]
