import { expect, it } from 'vitest'
import { isPackCommand, readPastedFlags } from '../../../renderer/features/open/pasted-command.ts'

const line = `sudo python /opt/uai-sdk/pytorch_tool.py pack \\
  --public_key PUB --private_key=HIDDEN --uhub_password 'HIDDEN too' \\
  --code_path ./code/ --train_params '--lr 0.1' --test_data_path "/data/my files"`

it.each([
  [line, true],
  ['python pytorch_tool.py pack', true],
  ['python "my dir/pytorch_tool.py" pack --x', true],
  ['python pytorch_tool.py package', false],
  ['python pytorch_tool.py deploy', false],
  ['how do I pack?', false],
])('%j is a pack command: %s', (text, expected) => {
  expect(isPackCommand(text)).toBe(expected)
})

it('reads flags and values, over several lines and with quotes', () => {
  expect(readPastedFlags(line).filter(({ isSecret }) => !isSecret)).toEqual([
    { name: 'public_key', value: 'PUB', isSecret: false },
    { name: 'code_path', value: './code/', isSecret: false },
    { name: 'train_params', value: '--lr 0.1', isSecret: false },
    { name: 'test_data_path', value: '/data/my files', isSecret: false },
  ])
})

it('never gives a secret away, whatever way it was written', () => {
  for (const text of [line, 'pytorch_tool.py pack --priv HIDDEN --uhub_p=HIDDEN', 'pytorch_tool.py pack --p=HIDDEN']) {
    expect(JSON.stringify(readPastedFlags(text))).not.toContain('HIDDEN')
  }
})
