import type { TFunction } from 'i18next'
import type { Locator, Page } from 'playwright-core'

/** A window and the texts it shows. */
export interface Screen {
  readonly page: Page
  readonly t: TFunction
}

/** Opens what is folded away, and leaves open what is open. */
export async function unfold(button: Locator): Promise<void> {
  if ((await button.getAttribute('aria-expanded')) !== 'true') await button.click()
}
