import { generateKeyPairSync } from 'node:crypto'
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { lintText } from '../../../../electron/adapters/secret-lint/lint-text.ts'
import { createRedactor } from '../../../../electron/core/logs/redactor.ts'
import { createFindSecrets } from '../../../../electron/core/scan/find-secrets.ts'
import { createScanService } from '../../../../electron/core/scan/scan-service.ts'
import type { ScanService } from '../../../../electron/core/scan/scan-service.ts'
import { ownSecretsRule } from '../../../../electron/core/scan/secret-rules.ts'
import { noIgnoreSettings } from '../../../../shared/model/ignore.ts'
import type { ScanId, ScanUpdate } from '../../../../shared/model/scan.ts'
import { collect } from '../../../support/collect.ts'
import { makeTemporaryFolder, writeFiles } from '../../../support/temporary-folder.ts'
import { thrownBy } from '../../../support/thrown.ts'

type Of<Type extends ScanUpdate['type']> = Extract<ScanUpdate, { type: Type }>

function createService(): ScanService {
  const redactor = createRedactor()
  redactor.register('marked-secret')
  return createScanService({ findSecrets: createFindSecrets([ownSecretsRule(redactor), lintText]) })
}

/** Reads until an update of a type has come. */
async function until<Type extends ScanUpdate['type']>(
  updates: AsyncGenerator<ScanUpdate[], void>,
  type: Type,
): Promise<Of<Type>> {
  for (let step = await updates.next(); step.done !== true; step = await updates.next()) {
    const found = step.value.find((update): update is Of<Type> => update.type === type)
    if (found !== undefined) return found
  }
  throw new Error(`the scan ended without ${type}`)
}

const once = (codePath: string): Parameters<ScanService['scan']>[0] => ({
  codePath,
  ignore: noIgnoreSettings,
  live: false,
})
const { signal } = new AbortController()

describe('a scan', () => {
  it('tells what is there, then what is in it, and can be asked for more', async () => {
    const root = await makeTemporaryFolder()
    await writeFiles(root, {
      'train.py': 'import torch\nkey = "marked-secret"\n',
      'key.pem': generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'pkcs8', format: 'pem' }),
      'binary.bin': '\0marked-secret',
      '.git/config': 'marked-secret',
    })
    const service = createService()
    const { items } = await collect(service.scan(once(root), signal))
    const updates = items.flat().filter(({ type }) => type !== 'progress')
    expect(updates.map(({ type }) => type)).toEqual(['started', 'scanned', 'measured', 'read'])
    const scanned = updates[1] as Of<'scanned'>
    expect(scanned.summary).toMatchObject({ fileCount: 3, ignoredCount: 1, ignoredIsPartial: false, layerBytes: null })
    const read = updates[3] as Of<'read'>
    expect(read.warnings).toEqual([
      { code: 'secret', path: 'key.pem', line: 1, rule: 'privatekey' },
      { code: 'secret', path: 'train.py', line: 2, rule: 'account' },
    ])
    expect(JSON.stringify(updates)).not.toContain('marked')
    expect(read.isPartial).toBe(false)
    const { scanId } = updates[0] as Of<'started'>
    expect(await service.entries({ scanId, folder: '', depth: 1, skip: 0, limit: 10 })).toHaveLength(4)
    expect(service.ignored({ scanId, rule: null, limit: 10 }).map(({ path }) => path)).toEqual(['.git'])
  })

  it('is forgotten once others have been made', async () => {
    const root = await makeTemporaryFolder()
    const service = createService()
    const ids: ScanId[] = []
    for (let count = 0; count < 3; count += 1) {
      const { items } = await collect(service.scan(once(root), signal))
      ids.push(...items.flat().flatMap((update) => (update.type === 'started' ? [update.scanId] : [])))
    }
    const [first, , last] = ids as [ScanId, ScanId, ScanId]
    const ask = (scanId: ScanId) => service.entries({ scanId, folder: '', depth: 1, skip: 0, limit: 1 })
    expect(await thrownBy(ask(first))).toMatchObject({ code: 'not-found' })
    expect(await ask(last)).toEqual([])
  })

  it('goes on with the folder as long as it is watched', async () => {
    const root = await makeTemporaryFolder()
    await writeFiles(root, { 'a/b/one.py': '1' })
    const service = createService()
    const leave = new AbortController()
    const updates = service.scan({ ...once(root), live: true }, leave.signal)
    const { scanId } = await until(updates, 'started')
    await until(updates, 'read')
    await writeFile(join(root, 'a/b/two.py'), '22')
    expect((await until(updates, 'scanned')).summary).toMatchObject({ fileCount: 2, sizeBytes: 3 })
    await until(updates, 'read')
    await writeFiles(root, { 'new/three.py': '333' })
    expect((await until(updates, 'scanned')).summary).toMatchObject({ sizeBytes: 6 })
    await until(updates, 'read')
    await writeFile(join(root, '.dockerignore'), 'a\n')
    expect((await until(updates, 'scanned')).summary.ignoredCount).toBe(2)
    await until(updates, 'read')
    const next = thrownBy(updates.next())
    leave.abort()
    expect(await next).toMatchObject({ code: 'cancelled' })
    const asked = thrownBy(service.entries({ scanId, folder: '', depth: 1, skip: 0, limit: 1 }))
    expect(await asked).toMatchObject({ code: 'not-found' })
  })

  it('says that the folder is gone', async () => {
    const root = await makeTemporaryFolder()
    await rm(root, { recursive: true })
    expect(await thrownBy(collect(createService().scan(once(root), signal)))).toMatchObject({ code: 'invalid-field' })
  })

  it.each([
    // Small enough to be compressed as a whole, and not.
    [2, 0.9, 1.15],
    [20, 0.5, 2],
  ])('foresees the size of the layer of words and %i MB of zeros', async (megabytes, least, most) => {
    const root = await makeTemporaryFolder()
    const words = (count: number, seed: number): string =>
      Array.from({ length: count }, (_, index) => ((index * 2654435761 + seed * 97) >>> 7).toString(36)).join(' ')
    const contents = Array.from({ length: 60 }, (_, index) => words(500 * megabytes, index))
    await writeFiles(root, Object.fromEntries(contents.map((content, index) => [`f${index}.py`, content])))
    const zeros = Buffer.alloc(megabytes * 1024 * 1024)
    await writeFile(join(root, 'zeros.bin'), zeros)
    const { layerBytes } = (await until(createService().scan(once(root), signal), 'measured')).summary
    const real = gzipSync(Buffer.concat([...contents.map((content) => Buffer.from(content)), zeros])).length
    expect(layerBytes).toBeGreaterThan(real * least)
    expect(layerBytes).toBeLessThan(real * most)
  })
})
