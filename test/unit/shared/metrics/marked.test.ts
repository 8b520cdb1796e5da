import { describe, expect, it } from 'vitest'
import { createMarkedReader, findCandidates } from '../../../../shared/metrics/marked.ts'

describe('numbers that a user has marked', () => {
  const read = createMarkedReader(['gnorm', 'Grad norm', 'step', 'f(x)'])

  it.each<[string, [string, number][]]>([
    [
      'step 100 gnorm 1.25 elapsed 30',
      [
        ['gnorm', 1.25],
        ['step', 100],
      ],
    ],
    ['Grad  norm: -3e-4', [['Grad norm', -3e-4]]],
    [
      '"GNORM": .5, f(x) = 7.',
      [
        ['gnorm', 0.5],
        ['f(x)', 7],
      ],
    ],
    ['gnorm 1, gnorm 2', [['gnorm', 2]]],
    ['mygnorm 3, gnorm2 4, gnorm v5, gnorm 1.2.3, gnorm: nan', []],
  ])('are read from “%s”', (line, values) => {
    expect(read(line).map(({ name, value }) => [name, value])).toEqual(values)
  })

  it('are found by the words before them, where they are no curve yet', () => {
    expect(findCandidates('step 100 | loss: 0.5 gnorm 1.25 | wall time = 30')).toEqual([
      { name: 'step', value: 100 },
      { name: 'gnorm', value: 1.25 },
      { name: 'wall time', value: 30 },
    ])
    expect(findCandidates('epoch finished')).toEqual([])
  })
})
