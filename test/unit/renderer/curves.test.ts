import { describe, expect, it } from 'vitest'
import { shownAtFirst } from '../../../renderer/features/tests/chart/curves.ts'

describe('the curves that are shown before the user chooses', () => {
  it.each([
    { names: ['loss', 'val_loss', 'accuracy', 'lr', 'container.cpu'], shown: ['loss', 'val_loss', 'accuracy'] },
    { names: ['reward', 'lr', 'container.memory'], shown: ['reward'] },
    { names: ['container.cpu', 'container.memory', 'gpu.0.memory'], shown: ['container.memory'] },
    { names: ['container.cpu'], shown: ['container.cpu'] },
    { names: [], shown: [] },
  ])('of $names are $shown', ({ names, shown }) => {
    expect(shownAtFirst(names)).toEqual(shown)
  })
})
