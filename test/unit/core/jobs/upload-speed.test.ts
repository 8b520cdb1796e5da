import { expect, it } from 'vitest'
import { uploadSpeed } from '../../../../electron/core/jobs/upload-speed.ts'

it('is what all pushes together made a second', () => {
  const uploads = [
    { bytes: 1_000_000, ms: 1000 },
    { bytes: 5_000_000, ms: 2000 },
  ]
  expect(uploadSpeed(uploads)).toBe(2_000_000)
})

it('is not known of pushes that moved next to nothing', () => {
  expect(uploadSpeed([])).toBeNull()
  expect(uploadSpeed([{ bytes: 99_999, ms: 1000 }])).toBeNull()
  expect(uploadSpeed([{ bytes: 1_000_000, ms: 0 }])).toBeNull()
})
