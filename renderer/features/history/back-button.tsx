import { Button } from '@mantine/core'
import { IconArrowLeft } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useStores } from '../../stores/use-stores.ts'

export function BackButton() {
  const { t } = useTranslation()
  const { view } = useStores()
  return (
    <Button
      variant="subtle"
      color="gray"
      leftSection={<IconArrowLeft size={14} />}
      onClick={() => view.getState().showPast({ kind: 'list' })}
    >
      {t('history.back')}
    </Button>
  )
}
