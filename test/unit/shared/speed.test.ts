import { expect, it } from 'vitest'
import { megabitsPerSecond } from '../../../shared/model/speed.ts'

it.each([
  [{ bytes: 1_000_000, ms: 1000 }, 8],
  [{ bytes: 156_250, ms: 1000 }, 1.3],
  [{ bytes: 12_345_678, ms: 1000 }, 99],
  [{ bytes: 1_000, ms: 10_000 }, 0],
  [{ bytes: 0, ms: 0 }, 0],
])('is told in millions of bits a second: %o', (moved, speed) => {
  expect(megabitsPerSecond(moved)).toBe(speed)
})
