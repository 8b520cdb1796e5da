import type { Locator } from 'playwright-core'
import type { Screen } from './screen.ts'

/** The list of packs, newest first. */
export function historyPage({ page, t }: Screen) {
  const list = page.getByRole('grid', { name: t('history.title') })
  const rows = list.getByRole('row')
  return {
    list,
    rows,
    /** Those in a state. */
    inState: (state: 'succeeded' | 'failed' | 'cancelled' | 'interrupted'): Locator =>
      rows.filter({ has: page.getByRole('img', { name: t(`jobStates.${state}`) }) }),
    search: page.getByRole('searchbox', { name: t('history.search') }),
    /** Puts a pack beside another one. */
    mark: (index: number): Promise<void> => rows.nth(index).getByRole('checkbox').check(),
    compare: page.getByRole('button', { name: t('history.compare'), exact: true }),
    import: page.getByRole('button', { name: t('history.import') }),
  }
}

/** Two packs beside each other. */
export function comparePage({ page, t }: Screen) {
  const section = (name: 'history.parametersTitle' | 'history.files'): Locator =>
    page.getByRole('region', { name: t(name) })
  const files = section('history.files')
  return {
    title: page.getByRole('heading', { name: t('history.comparison') }),
    facts: page.getByRole('table', { name: t('history.comparison') }),
    parameter: (name: string): Locator => section('history.parametersTitle').getByRole('row', { name }),
    file: (path: string): Locator => files.getByRole('button').filter({ hasText: path }),
    diff: (path: string): Locator => files.getByRole('region', { name: path }),
  }
}

/** All that is kept of one pack. */
export function recordPage({ page, t }: Screen) {
  const button = (name: string): Locator => page.getByRole('button', { name, exact: true })
  const dialog = page.getByRole('dialog')
  const images = page.getByRole('region', { name: t('result.images') })
  const pushAgainButton = button(t('history.pushAgain'))
  const more = button(t('history.more'))
  const menu = async (
    item: 'history.removeImages' | 'history.removeRecord' | 'history.exportWithCode' | 'history.saveCommands',
  ): Promise<void> => {
    await more.click()
    await page.getByRole('menuitem', { name: t(item) }).click()
  }
  return {
    origin: (origin: 'imported' | 'rebuilt'): Locator =>
      page
        .getByRole('main')
        .getByText(t(`history.origins.${origin}`), { exact: true })
        .filter({ visible: true }),
    images,
    /** An image, or a push of one, with what has become of it. */
    image: (reference: string, words: string): Locator =>
      images
        .getByRole('listitem')
        .filter({ has: page.getByTitle(reference, { exact: true }) })
        .filter({ has: page.getByText(words, { exact: true }) }),
    dialog,
    /** Of a pack whose image has never been pushed. */
    pushFirst: page.getByRole('main').getByRole('button', { name: t('history.push'), exact: true }),
    pushAgainButton,
    pushAgain: async (tag: string): Promise<void> => {
      await pushAgainButton.click()
      await dialog.getByRole('textbox', { name: t('fields.imageTag') }).fill(tag)
      await dialog.getByRole('button', { name: t('history.pushConfirm'), exact: true }).click()
    },
    pullBack: button(t('history.pullBack')),
    more,
    menu,
    testAgain: button(t('history.testAgain')),
    removeImages: async (): Promise<void> => {
      await menu('history.removeImages')
      await dialog.getByRole('button', { name: t('history.removeImagesConfirm') }).click()
    },
    removeRecord: async (): Promise<void> => {
      await menu('history.removeRecord')
      await dialog.getByRole('button', { name: t('history.removeRecordConfirm') }).click()
    },
    restore: button(t('history.restore')),
    showRestored: button(t('history.showRestored')),
    back: button(t('history.back')),
  }
}
