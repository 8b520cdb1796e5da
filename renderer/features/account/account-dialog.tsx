import { Modal } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useAccount, useStores } from '../../stores/use-stores.ts'
import { useFocusReturn } from '../../ui/use-focus-return.ts'
import type { AccountDialogTarget } from '../../stores/view-store.ts'
import { AccountForm } from './account-form.tsx'

export function AccountDialog({ target }: { target: AccountDialogTarget }) {
  const { t } = useTranslation()
  useFocusReturn()
  const { view } = useStores()
  const account = useAccount(target.accountId)
  return (
    <Modal
      opened
      size={640}
      onClose={() => view.getState().closeAccountDialog()}
      title={account === undefined ? t('account.newTitle') : t('account.editTitle', { name: account.name })}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <AccountForm target={target} />
    </Modal>
  )
}
