import { expect, it } from 'vitest'
import { textsIn } from '../../../electron/shell/untrusted.ts'

it('takes lists of texts as they are', () => {
  expect(textsIn([])).toEqual([])
  expect(textsIn(['/a', 'x'.repeat(4096)])).toEqual(['/a', 'x'.repeat(4096)])
})

it.each([[undefined], [null], ['/a'], [{ 0: '/a', length: 1 }], [['/a', 1]], [['']], [['x'.repeat(4097)]], [[['/a']]]])(
  'takes nothing else: %j',
  (value) => {
    expect(textsIn(value)).toBeNull()
  },
)
