import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { findKnownSecrets } from '../../../../electron/core/scan/known-secrets.ts'

/** Put together here, so that no scanner takes this file for a leak. */
const made = (prefix: string, length: number): string =>
  prefix + 'q7Zk3Wv9Rt2Lm8Xc5Jn4Hb6Gf1Dp0Sy'.repeat(4).slice(0, length)
const hex = (length: number): string => '3f9a1c7e5b2d8046'.repeat(4).slice(0, length)
const uuid = '3f9a1c7e-5b2d-4046-9c1e-7a2b8d4f6e03'
const upper = (prefix: string, length: number): string => made(prefix, length).toUpperCase()

it.each([
  [`ACCESS_KEY_ID = '${made('LTAI', 20)}'`, 'aliyun'],
  [`id: ${made('LTAI5t', 18)}`, 'aliyun'],
  [`SecretId=${made('AKID', 32)}`, 'tencent-cloud'],
  [`"secret_id": "${made('AKID', 32)}",`, 'tencent-cloud'],
  [`aws_access_key_id = ${upper('AKIA', 16)}`, 'aws'],
  [`os.environ['AWS_ACCESS_KEY_ID'] = '${upper('ASIA', 16)}'`, 'aws'],
  [`aws_secret_access_key = ${made('', 40)}`, 'aws'],
  [`AWS_SECRET_ACCESS_KEY: "${made('', 40)}"`, 'aws'],
  [`login(token="${made('hf_', 34)}")`, 'huggingface'],
  [`HF_TOKEN=${made('hf_', 34)}`, 'huggingface'],
  [`MODELSCOPE_API_TOKEN=${uuid}`, 'modelscope'],
  [`api.login('ms-${uuid}')`, 'modelscope'],
  [`WANDB_API_KEY=${hex(40)}`, 'wandb'],
  [`os.environ["WANDB_API_KEY"] = "${hex(40)}"`, 'wandb'],
  [`wandb.login(key='${hex(40)}')`, 'wandb'],
  [`wandb login ${hex(40)}`, 'wandb'],
  [`openai.api_key = "${made('sk-', 48)}"`, 'openai'],
  [`key: ${made('sk-proj-', 60)}`, 'openai'],
  [`git clone https://${made('ghp_', 36)}@github.com/a/b`, 'github'],
  [`token = '${made('github_pat_', 60)}'`, 'github'],
  [`SLACK=${made('xoxb-', 40)}`, 'slack'],
  [`maps = "${made('AIza', 35)}"`, 'google'],
  [`public_key = "${made('', 40)}"`, 'ucloud'],
  [`  --private_key ${made('', 40)} \\`, 'ucloud'],
  [`"PrivateKey": "${made('', 44)}"`, 'ucloud'],
  [`r = 'redis://user:h7Kq92mzP@10.0.0.3:6379/0'`, 'url-password'],
  [`url = "https://me:h7Kq92mzP@pypi.corp/simple"`, 'url-password'],
  [`password = "h7Kq92mzP"`, 'password'],
  [`db = {"password": 'Tr0ub4dor&3'}`, 'password'],
  [`api_key: "h7Kq92mzPqw8"`, 'password'],
  [`access_key_secret = '${made('', 30)}'`, 'password'],
])('finds a secret in %s', (line, rule) => {
  expect(findKnownSecrets(`import os\n${line}\n`)).toEqual([{ line: 2, rule }])
})

it.each(['PRIVATE KEY', 'RSA PRIVATE KEY', 'OPENSSH PRIVATE KEY', 'EC PRIVATE KEY'])('finds a %s', (name) => {
  const text = `-----BEGIN ${name}-----\n${made('', 64)}\n-----END ${name}-----\n`
  expect(findKnownSecrets(text)).toEqual([{ line: 1, rule: 'privatekey' }])
})

it.each([
  'password = os.environ["DB_PASSWORD"]',
  "password = getpass.getpass('Password: ')",
  'password = "your_password1"',
  'password = "<PASSWORD1>"',
  "api_key = '<YOUR_KEY>'",
  'api_key = "xxxxxxxxxxxxxxxx"',
  'WANDB_API_KEY=xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',
  'WANDB_API_KEY=${WANDB_API_KEY}',
  `commit = "${hex(40)}"`,
  `# wandb key, see commit`,
  `model = "${hex(40)}"  # a revision`,
  'hf_hub_download(repo_id="a/b")',
  'hf_token = os.getenv("HF_TOKEN")',
  'hf_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',
  'openai.api_key = "sk-your-key-goes-here-please"',
  'openai.api_key = "sk-xxxxxxxxxxxxxxxxxxxxxxxxxxxx"',
  'url = "https://user:password@example.com/"',
  'url = "https://{user}:{password}@host/"',
  'url = "https://$USER:$PASSWORD@host/"',
  'image: postgres://localhost:5432/db',
  'parser.add_argument("--password", default="")',
  'parser.add_argument("--private_key", type=str)',
  'public_key = load_public_key_from_the_file_of_the_user(path)',
  '--private_key YOUR_PRIVATE_KEY_OF_UCLOUD_FROM_THE_CONSOLE',
  'password: "changeme"',
  'passwords = ["one", "two"]',
  'AKIAxxxx',
  'aws_secret_access_key = ${AWS_SECRET}',
  'LTAI',
  '-----BEGIN PUBLIC KEY-----',
  'if line.startswith("-----BEGIN RSA PRIVATE KEY-----"):',
  'task-sk-learn-based-classifier',
  'tokenizer = "bert-base-uncased-2018"',
  'api_key = config["api_key_2"]',
  'secret_key = "secret"',
])('finds none in %s', (line) => {
  expect(findKnownSecrets(line)).toEqual([])
})

it('finds none in the library of Python, and in what Debian has beside it', () => {
  const files = ['/usr/lib/python3', '/usr/lib/python3.11', '/usr/lib/python3.12', '/usr/lib/python3.13']
    .flatMap((folder) => pythonFiles(folder))
    .slice(0, 1500)
  const found = files.flatMap((path) => {
    return findKnownSecrets(readFileSync(path, 'utf8')).map(({ line, rule }) => `${path}:${line} ${rule}`)
  })
  expect(found).toEqual([])
}, 120_000)

it('reads long lines in a time that grows with them', () => {
  const text = ['password="', 'https://a:', 'wandb_key=', 'private_key '].map((part) => part.repeat(1900)).join('\n')
  expect(findKnownSecrets(text)).toEqual([])
})

function pythonFiles(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.py'))
      .map((name) => join(folder, name))
      .filter((path) => statSync(path, { throwIfNoEntry: false })?.isFile() === true)
  } catch {
    return [] // Another system's Python lies elsewhere.
  }
}
