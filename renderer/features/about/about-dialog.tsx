import { Modal } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ErrorData } from '../../../shared/errors.ts'
import { unlessCancelled } from '../../ipc/error-data.ts'
import { useHealth, useStores } from '../../stores/use-stores.ts'
import { ErrorPanel } from '../../ui/error-panel.tsx'
import { useFocusReturn } from '../../ui/use-focus-return.ts'
import './about.css'

/** What this program is, and the terms of everything that is in it. */
export function AboutDialog() {
  const { t } = useTranslation()
  useFocusReturn()
  const { client, view } = useStores()
  const version = useHealth((state) => state.info?.version ?? '')
  const [notices, setNotices] = useState<string | null>(null)
  const [problem, setProblem] = useState<ErrorData | null>(null)

  useEffect(() => {
    client.call('app.notices').then(setNotices, (error: unknown) => setProblem(unlessCancelled(error)))
  }, [client])

  return (
    <Modal
      opened
      onClose={() => view.getState().closeAbout()}
      title={t('about.title')}
      size="xl"
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <p>{t('about.version', { version })}</p>
      <p>{t('about.license')}</p>
      <h3 id="about-notices" className="about-heading">
        {t('about.notices')}
      </h3>
      {problem !== null ? (
        <ErrorPanel error={problem} />
      ) : (
        <pre className="about-notices" tabIndex={0} aria-labelledby="about-notices" dir="ltr">
          {notices}
        </pre>
      )}
    </Modal>
  )
}
