import { PassThrough } from 'node:stream'
import { expect, it } from 'vitest'
import { readInput } from '../../../electron/cli/read-input.ts'
import { thrownBy } from '../../support/thrown.ts'

it('reads until the input ends', async () => {
  const input = new PassThrough()
  input.write(Buffer.from('密钥').subarray(0, 2))
  input.end(Buffer.from('密钥').subarray(2))
  expect(await readInput(input, new AbortController().signal)).toBe('密钥')
})

it('lets go of an input that never ends', async () => {
  const input = new PassThrough()
  const interrupt = new AbortController()
  const reading = thrownBy(readInput(input, interrupt.signal))
  input.write('private_key=')
  interrupt.abort()
  expect(await reading).toMatchObject({ code: 'cancelled' })
  expect(input.destroyed).toBe(true)
  expect(await thrownBy(readInput(new PassThrough(), interrupt.signal))).toMatchObject({ code: 'cancelled' })
})
