import type { Locator } from 'playwright-core'
import type { Screen } from './screen.ts'

/** The list of projects and the head of the one that is shown. */
export function projectPage({ page, t }: Screen) {
  const list = page.getByRole('navigation', { name: t('projects.title') })
  const header = page.getByRole('main').locator('header')
  return {
    newProject: list.getByRole('button', { name: t('projects.new') }),
    row: (name: string): Locator => list.getByRole('button', { name, exact: false }),
    /** The newest job in words; a click shows it. */
    state: header.locator('.project-state').getByRole('button'),
    title: page.getByRole('heading', { level: 1 }),
    /** Packs, for the first time or again. */
    pack: header
      .getByRole('button', { name: t('pack.action'), exact: true })
      .or(header.getByRole('button', { name: t('pack.again'), exact: true })),
    packAgain: header.getByRole('button', { name: t('pack.again'), exact: true }),
    cancel: header.getByRole('button', { name: t('pack.cancel') }),
    tab: (name: 'pack' | 'tests' | 'history'): Locator => page.getByRole('tab', { name: t(`tabs.${name}`) }),
    /** An error that has no place of its own. */
    problem: page.getByRole('main').getByRole('alert'),
  }
}
