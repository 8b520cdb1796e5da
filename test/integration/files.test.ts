import { execFileSync } from 'node:child_process'
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { createNodeFiles } from '../../electron/adapters/files/node-files.ts'
import { thrownBy } from '../support/thrown.ts'

it('keeps the old file whole when the disk is full', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'uai-disk-'))
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', folder])
  try {
    const path = join(folder, 'uaitrain_cmd.txt')
    const files = createNodeFiles()
    await files.replace(path, 'old')
    expect(await thrownBy(files.replace(path, 'x'.repeat(200_000)))).toEqual({ code: 'disk-full', details: { path } })
    expect(await readFile(path, 'utf8')).toBe('old')
    expect(await readdir(folder)).toEqual(['uaitrain_cmd.txt'])
  } finally {
    execFileSync('umount', [folder])
    await rm(folder, { recursive: true })
  }
})
