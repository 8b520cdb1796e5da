import { expect, it } from 'vitest'
import { createPageReports } from '../../../electron/services/page-reports.ts'

it('keeps thirty reports of a page a minute, and says that there were more', () => {
  const events: string[] = []
  let now = 0
  const report = createPageReports({ warn: (event) => void events.push(event) }, { now: () => now })
  const told = { kind: 'caught', error: 'Error: row', components: 'at Row' } as const
  for (let count = 0; count < 100; count++) report(told)
  expect(events).toEqual([...Array.from({ length: 30 }, () => 'page error'), 'page errors not kept'])
  now = 60_000
  report(told)
  expect(events).toHaveLength(32)
})
