import { mkdtemp, readdir, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { createLogger } from '../../../../electron/core/logs/logger.ts'
import { createRedactor } from '../../../../electron/core/logs/redactor.ts'

describe('logger', () => {
  const clock = { now: () => Date.UTC(2025, 0, 31) }
  let folder = ''

  beforeEach(async () => {
    folder = join(await mkdtemp(join(tmpdir(), 'uai-logger-')), 'logs')
  })

  const readRecords = async (): Promise<unknown[]> => {
    const text = await readFile(join(folder, 'app.log'), 'utf8')
    return text
      .trimEnd()
      .split('\n')
      .map((line): unknown => JSON.parse(line))
  }

  it('writes one object a line, in order', async () => {
    const logger = createLogger({ folder, redactor: createRedactor(), clock })
    logger.info('started', { version: '1' })
    logger.warn('odd')
    await logger.flush()
    logger.info('later')
    await logger.flush()
    expect(await readRecords()).toEqual([
      { at: '2025-01-31T00:00:00.000Z', level: 'info', event: 'started', version: '1' },
      { at: '2025-01-31T00:00:00.000Z', level: 'warn', event: 'odd' },
      { at: '2025-01-31T00:00:00.000Z', level: 'info', event: 'later' },
    ])
  })

  it('keeps an unforeseen error under the id it hands out, causes and all, without the secret', async () => {
    const redactor = createRedactor()
    redactor.register('hunter2')
    const logger = createLogger({ folder, redactor, clock })
    const error = logger.internal('broke', new Error('outer', { cause: new Error('password hunter2') }))
    await logger.flush()
    const [record] = await readRecords()
    expect(record).toMatchObject({
      level: 'error',
      id: error.details.id,
      error: { message: 'outer', cause: { message: 'password [secret]' } },
    })
    expect(JSON.stringify(record)).not.toContain('hunter2')
  })

  it('turns over when the file is full and keeps five files', async () => {
    const logger = createLogger({ folder, redactor: createRedactor(), clock, maxBytes: 100 })
    for (let index = 0; index < 10; index++) {
      logger.info('entry', { index })
      await logger.flush()
    }
    expect((await readdir(folder)).sort()).toEqual(['app.1.log', 'app.2.log', 'app.3.log', 'app.4.log', 'app.log'])
    expect(await readRecords()).toMatchObject([{ index: 9 }])
  })

  it('does not mind a folder that cannot be made', async () => {
    const logger = createLogger({ folder: '/dev/null/logs', redactor: createRedactor(), clock })
    logger.info('lost')
    await expect(logger.flush()).resolves.toBeUndefined()
  })
})
