import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useHealth } from '../../stores/use-stores.ts'
import { NotePanel } from '../../ui/note-panel.tsx'

/** Tells of stored rows that are left out of the lists. */
export function UnreadNotice() {
  const { t } = useTranslation()
  const unread = useHealth((state) => state.unread)
  const logFolder = useHealth((state) => state.info?.logFolder ?? '')
  const [isDismissed, setDismissed] = useState(false)
  if (unread.length === 0 || isDismissed) return null
  const names = [...new Set(unread.map(({ table }) => table))].join(', ')
  return (
    <div className="app-problem">
      <NotePanel mark="warning" title={t('unread.title', { count: unread.length })}>
        <p className="selectable">{t('unread.text', { names, logFolder })}</p>
        <div className="panel-actions">
          <Button variant="default" onClick={() => setDismissed(true)}>
            {t('common.dismiss')}
          </Button>
        </div>
      </NotePanel>
    </div>
  )
}
