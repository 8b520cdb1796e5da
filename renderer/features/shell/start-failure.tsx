import { useTranslation } from 'react-i18next'
import type { ErrorData } from '../../../shared/errors.ts'
import { ErrorPanel } from '../../ui/error-panel.tsx'

export function StartFailure({ error }: { error: ErrorData }) {
  const { t } = useTranslation()
  return (
    <main className="start-failure">
      <ErrorPanel error={error} heading={t('start.failed')} />
    </main>
  )
}
