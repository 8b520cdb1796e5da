import { expect, test } from 'vitest'
import { CodeFile } from '../../../shared/model/code-file.ts'

const file: CodeFile = {
  path: 'data/mnist.py',
  type: 'file',
  mode: 0o644,
  sizeBytes: 3,
  sha256: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
  target: '',
}

test('takes a file, a folder and a link', () => {
  expect(CodeFile.parse(file)).toEqual(file)
  expect(CodeFile.safeParse({ ...file, type: 'folder', sizeBytes: 0, sha256: null }).success).toBe(true)
  expect(CodeFile.safeParse({ ...file, type: 'link', sizeBytes: 0, sha256: null, target: '../x' }).success).toBe(true)
})

test('takes no digest that is not 64 hex digits', () => {
  expect(CodeFile.safeParse({ ...file, sha256: `sha256:${file.sha256}` }).success).toBe(false)
  expect(CodeFile.safeParse({ ...file, sha256: '../../etc/passwd' }).success).toBe(false)
})
