import { generateKeyPairSync } from 'node:crypto'
import { expect, it } from 'vitest'
import { lintText } from '../../../../electron/adapters/secret-lint/lint-text.ts'

// Put together here, so that no rule takes this file for a secret.
const token = ['ghp', 'a1B2c3D4'.repeat(4) + 'e5F6'].join('_')
const awsKey = ['AKIA', 'QYLPMN5HHXQZ7PRK'].join('')

it('finds keys and tokens, and tells the line and the kind of each but not the secret', async () => {
  const key = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs1', format: 'pem' })
  const text = ['import torch', `token = "${token}"`, `aws_access_key_id = "${awsKey}"`, key.toString()].join('\n')
  const found = await lintText({ path: 'train.py', text })
  expect(found).toEqual(
    expect.arrayContaining([
      { line: 2, rule: 'github' },
      { line: 4, rule: 'privatekey' },
    ]),
  )
  expect(JSON.stringify(found)).not.toContain(token)
})

it('finds nothing in ordinary code', async () => {
  const text = 'import torch\npassword = input("password: ")\nkey = "abc"\nurl = "https://example.com/a"\n'
  expect(await lintText({ path: 'train.py', text })).toEqual([])
})
