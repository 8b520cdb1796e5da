import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import { fileChanges, parameterChanges } from '../../../../electron/core/history/compare-packs.ts'
import { diffFile } from '../../../../electron/core/history/diff-file.ts'
import type { CodeFile } from '../../../../shared/model/code-file.ts'
import type { PackRecord } from '../../../../shared/model/pack-record.ts'
import { never, openHistoryBench, samplePackJob } from '../../../support/history-bench.ts'
import { samplePackRequest, sampleProjectSettings } from '../../../support/samples.ts'

const file = (path: string, content: string, changes: Partial<CodeFile> = {}): CodeFile => ({
  path,
  type: 'file',
  mode: 0o644,
  sizeBytes: Buffer.byteLength(content),
  sha256: createHash('sha256').update(content).digest('hex'),
  target: '',
  ...changes,
})

const record = (project: Parameters<typeof sampleProjectSettings>[0], accountName = 'one'): PackRecord => ({
  job: samplePackJob('1'),
  projectName: 'mnist',
  accountName,
  origin: 'here',
  request: samplePackRequest({ project: sampleProjectSettings(project) }),
  details: { bases: [], images: [], git: null, code: null, commandFile: null },
  pushes: [],
  tests: [],
  hasFiles: false,
  hasLog: false,
  codeState: 'none',
  smoke: null,
})

it('tells the parameters that differ, and no others', () => {
  const after = { imageTag: 'v2', numGpus: 2, ignore: { rules: ['*.bin'], disabledDefaults: [] } }
  expect(parameterChanges(record({ imageTag: 'v1' }), record(after, 'two'))).toEqual([
    { name: 'imageTag', before: 'v1', after: 'v2' },
    { name: 'numGpus', before: '', after: '2' },
    { name: 'ignore', before: '', after: '*.bin' },
    { name: 'account', before: 'one', after: 'two' },
  ])
  expect(parameterChanges(record({}), record({}))).toEqual([])
})

it('tells the files that were added, removed or changed', () => {
  const left = [file('a.py', 'a'), file('b.py', 'b'), file('c.sh', 'c'), file('same.py', 's')]
  const right = [file('a.py', 'aa'), file('c.sh', 'c', { mode: 0o755 }), file('new.py', 'n'), file('same.py', 's')]
  expect(fileChanges(left, right)).toEqual([
    { path: 'a.py', change: 'changed', bytesBefore: 1, bytesAfter: 2 },
    { path: 'b.py', change: 'removed', bytesBefore: 1, bytesAfter: 0 },
    { path: 'c.sh', change: 'mode', bytesBefore: 1, bytesAfter: 1 },
    { path: 'new.py', change: 'added', bytesBefore: 0, bytesAfter: 1 },
  ])
})

it('tells the lines in which two texts differ', async () => {
  const { vault } = await openHistoryBench()
  const [before, after] = ['one\ntwo\nthree\n', 'one\n2\nthree\n']
  const [left, right] = [file('a.py', before), file('a.py', after)]
  await vault.keep(left.sha256 ?? '', [Buffer.from(before)], never)
  await vault.keep(right.sha256 ?? '', [Buffer.from(after)], never)
  expect(await diffFile(vault, left, right)).toEqual({
    kind: 'text',
    hunks: [{ oldStart: 1, newStart: 1, lines: [' one', '-two', '+2', ' three'] }],
  })
  expect(await diffFile(vault, undefined, right)).toMatchObject({ hunks: [{ lines: ['+one', '+2', '+three'] }] })
})

it('says why there are no lines to show', async () => {
  const { vault } = await openHistoryBench()
  const [binary, gone] = [file('a.bin', 'a\0b'), file('gone.py', 'gone')]
  await vault.keep(binary.sha256 ?? '', [Buffer.from('a\0b')], never)
  expect(await diffFile(vault, undefined, binary)).toEqual({ kind: 'binary' })
  expect(await diffFile(vault, gone, undefined)).toEqual({ kind: 'not-kept' })
  expect(await diffFile(vault, undefined, file('big', 'x', { sizeBytes: 2_000_000 }))).toEqual({ kind: 'too-large' })
})
