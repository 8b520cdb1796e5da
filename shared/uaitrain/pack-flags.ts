import type { FlagTable } from './parse-arguments.ts'

/** Flags of `pytorch_tool.py pack`, in its order, then ours. */
export const packFlags = {
  public_key: { value: 'KEY' },
  private_key: { value: 'KEY' },
  project_id: { value: 'ID' },
  region: { value: 'REGION' },
  zone: { value: 'ZONE' },
  os: { value: 'OS' },
  python_version: { value: 'PYTHON' },
  ai_arch_v: { value: 'FRAMEWORK' },
  acc_type: { value: 'TYPE' },
  uhub_username: { value: 'USER' },
  uhub_password: { value: 'PASSWORD' },
  uhub_registry: { value: 'REGISTRY' },
  uhub_imagename: { value: 'NAME' },
  uhub_imagetag: { value: 'TAG' },
  internal_uhub: { value: '{true,false}', choices: ['true', 'false'] },
  code_path: { value: 'FOLDER' },
  mainfile_path: { value: 'FILE' },
  train_params: { value: 'PARAMETERS' },
  solver: { value: 'FILE', added: true },
  snapshot: { value: 'FILE', added: true },
  self_img: { value: 'IMAGE', added: true },
  test_data_path: { value: 'FOLDER' },
  test_output_path: { value: 'FOLDER' },
  account: { value: 'NAME', added: true },
  secrets_stdin: { value: null, added: true },
  api_url: { value: 'URL', added: true },
  uhub_host: { value: 'HOST', added: true },
  uhub_internal_host: { value: 'HOST', added: true },
  base_cpu: { value: 'IMAGE', added: true },
  base_gpu: { value: 'IMAGE', added: true },
  pip_packages: { value: 'NAMES', added: true },
  apt_packages: { value: 'NAMES', added: true },
  requirements_file: { value: 'FILE', added: true },
  pip_index_url: { value: 'URL', added: true },
  pip_trusted_host: { value: 'HOST', added: true },
  package_proxy: { value: 'URL', added: true },
  python_link: { value: 'PATH', added: true },
  smoke_seconds: { value: 'N', added: true },
  num_gpus: { value: 'N', added: true },
  no_default_ignores: { value: null, added: true },
  no_push: { value: null, added: true },
  no_keep_gpu: { value: null, added: true },
  json: { value: null, added: true },
} as const satisfies FlagTable

export type PackFlag = keyof typeof packFlags

/** The tool's own defaults. */
export const packDefaults = {
  os: 'ubuntu-14.04.05',
  python_version: 'python-2.7.6',
  acc_type: 'gpu',
} as const satisfies Partial<Record<PackFlag, string>>
