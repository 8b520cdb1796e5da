import { Modal } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { visibleText } from '../../../shared/log/visible-text.ts'
import type { LogViewId } from '../../../shared/model/log.ts'
import { unlessCancelled } from '../../ipc/error-data.ts'
import { useStores } from '../../stores/use-stores.ts'
import { useFocusReturn } from '../../ui/use-focus-return.ts'

/** As much as a page can lay out without a pause. */
const shownLength = 200_000

/** A line that is too long for its row. */
export function WholeLine({ viewId, row, onClose }: { viewId: LogViewId; row: number; onClose: () => void }) {
  const { t } = useTranslation()
  useFocusReturn()
  const { client, view } = useStores()
  const [text, setText] = useState<string | null>(null)

  useEffect(() => {
    client.call('logs.longLine', { viewId, row }).then(setText, (error: unknown) => {
      view.getState().tellProblem(unlessCancelled(error))
      onClose()
    })
  }, [client, view, viewId, row, onClose])

  return (
    <Modal
      opened
      onClose={onClose}
      title={t('log.wholeLine')}
      size="xl"
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      {text !== null && text.length > shownLength && <p className="log-whole-note">{t('log.wholeLineCut')}</p>}
      <pre className="log-whole" tabIndex={0} dir="ltr">
        {text === null ? '' : visibleText(text.slice(0, shownLength))}
      </pre>
    </Modal>
  )
}
