import type { Screen } from './screen.ts'

/** The log that is shown. */
export function logPage({ page, t }: Screen) {
  const tools = page.getByRole('toolbar', { name: t('log.tools') })
  const search = page.getByRole('search', { name: t('log.search') })
  return {
    lines: page.getByRole('log', { name: t('log.label') }),
    rows: page.locator('.log-row'),
    tools,
    count: tools.locator('.log-count'),
    state: tools.locator('.log-state'),
    told: tools.getByRole('status'),
    chip: (name: string) => tools.getByRole('button', { name, exact: true }),
    search,
    searchText: search.getByRole('textbox'),
    found: search.getByRole('status'),
    position: page.getByRole('scrollbar', { name: t('log.position') }),
    pill: page.locator('.log-pill'),
  }
}
