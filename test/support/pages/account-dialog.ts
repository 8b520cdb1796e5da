import type { AccountSettings } from '../../../shared/model/account.ts'
import { unfold, type Screen } from './screen.ts'

export type TypedAccount = Partial<Omit<AccountSettings, 'kind'>> & {
  readonly privateKey?: string
  readonly uhubPassword?: string
}

/** The dialog of an account. */
export function accountDialog({ page, t }: Screen) {
  const dialog = page.getByRole('dialog')
  return {
    dialog,
    fill: async (account: TypedAccount): Promise<void> => {
      await unfold(dialog.getByRole('button', { name: t('account.advanced') }))
      for (const [name, value] of Object.entries(account)) {
        const field = name === 'name' ? 'accountName' : (name as keyof Omit<TypedAccount, 'name'>)
        await dialog.locator(`[data-field="${field}"]`).locator('input').fill(value)
      }
    },
    test: dialog.getByRole('button', { name: t('account.test') }),
    verdicts: dialog.getByRole('status'),
    close: dialog
      .getByRole('banner')
      .or(dialog.locator('header'))
      .getByRole('button', { name: t('common.close') }),
    save: dialog.getByRole('button', { name: t('common.save'), exact: true }),
  }
}
