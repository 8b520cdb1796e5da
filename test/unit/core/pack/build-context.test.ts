import { execFileSync } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { createLayerMaker } from '../../../../electron/core/layer/create-layer-maker.ts'
import { buildContext } from '../../../../electron/core/pack/build-context.ts'
import { noIgnoreSettings } from '../../../../shared/model/ignore.ts'
import { collect } from '../../../support/collect.ts'
import { sha256Of } from '../../../support/layer-bench.ts'
import { makeTemporaryFolder, writeFiles } from '../../../support/temporary-folder.ts'

it('holds the labels on one line, as they are, and the layer byte for byte', async () => {
  const [root, folder, target] = [await makeTemporaryFolder(), await makeTemporaryFolder(), await makeTemporaryFolder()]
  await writeFiles(root, { 'main.py': 'print()' })
  const { signal } = new AbortController()
  const making = createLayerMaker({ folder }).makeLayer({ root, ignore: noIgnoreSettings, mainFile: 'main.py', signal })
  const { result: layer } = await collect(making)
  const labels = { a: '1', b: '试 "$HOME" \\' }
  const { items } = await collect(buildContext({ baseImage: 'python:3', labels, layer }))
  await layer.close()
  await writeFile(join(target, 'context.tar'), Buffer.concat(items))
  execFileSync('tar', ['-xf', join(target, 'context.tar'), '-C', target])
  expect(await readFile(join(target, 'Dockerfile'), 'utf8')).toBe(
    'FROM python:3\nLABEL a="1" b="试 \\"\\$HOME\\" \\\\"\nADD code.tar.gz /\n',
  )
  expect(sha256Of(await readFile(join(target, 'code.tar.gz')))).toBe(layer.digest)
})
