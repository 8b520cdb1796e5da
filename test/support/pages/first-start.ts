import type { Screen } from './screen.ts'

/** What a window without projects shows. */
export function firstStart({ page, t }: Screen) {
  return {
    openFolder: page.getByRole('button', { name: t('start.openFolder') }),
    trySandbox: page.getByRole('button', { name: t('start.trySandbox') }),
  }
}
