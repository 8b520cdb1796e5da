import fc from 'fast-check'
import { expect, it } from 'vitest'
import { sortGently } from '../../../../electron/core/async/sort-gently.ts'

it('sorts as the language does, equal items in their order', async () => {
  const items = fc.array(fc.record({ key: fc.integer({ min: 0, max: 50 }), place: fc.integer() }), { maxLength: 50 })
  await fc.assert(
    fc.asyncProperty(items, fc.constantFrom(1, 700), async (few, times) => {
      // Long enough to be sorted in several slices.
      const many = Array.from({ length: times }, () => few).flat()
      const byKey = (one: { key: number }, other: { key: number }): number => one.key - other.key
      expect(await sortGently(many, byKey)).toEqual(many.toSorted(byKey))
    }),
    { numRuns: 20 },
  )
})
