import type { TFunction } from 'i18next'
import type { Locator, Page } from 'playwright-core'
import type { TerminalImage } from '../../../shared/model/terminal.ts'

interface TerminalPage {
  readonly menu: Locator
  readonly choice: (image: TerminalImage['kind'], lane: TerminalImage['lane']) => Locator
  readonly session: (image: TerminalImage['kind'], lane: TerminalImage['lane']) => Locator
  readonly screen: Locator
  /** All that is in sight of the terminal. */
  readonly shown: Locator
  readonly close: Locator
  /** As keys are pressed, with Enter at the end. */
  readonly type: (text: string) => Promise<void>
}

/** The terminal of a project, and the menu that opens one. */
export function terminalPage({ page, t }: { page: Page; t: TFunction }): TerminalPage {
  return {
    menu: page.getByRole('button', { name: t('terminal.open') }),
    choice: (kind, lane) => page.getByRole('menuitem', { name: t(`terminal.images.${kind}.${lane}`) }),
    session: (kind, lane) => page.getByRole('region', { name: t(`terminal.images.${kind}.${lane}`) }),
    screen: page.locator('.terminal-screen'),
    shown: page.locator('.xterm-rows'),
    close: page.getByRole('button', { name: t('terminal.close'), exact: true }),
    type: async (text) => {
      await page.keyboard.type(text)
      await page.keyboard.press('Enter')
    },
  }
}
