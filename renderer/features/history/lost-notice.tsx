import { Button } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ErrorData } from '../../../shared/errors.ts'
import { unlessCancelled } from '../../ipc/error-data.ts'
import { useStores } from '../../stores/use-stores.ts'
import { ErrorPanel } from '../../ui/error-panel.tsx'
import { NotePanel } from '../../ui/note-panel.tsx'

/** Tells of a database that was set aside, and has its packs looked for among the images. */
export function LostNotice({ path, onDismiss }: { path: string; onDismiss: () => void }) {
  const { t } = useTranslation()
  const { client, view } = useStores()
  const [count, setCount] = useState<number | null>(null)
  const [problem, setProblem] = useState<ErrorData | null>(null)
  const [round, setRound] = useState(1)

  useEffect(() => {
    client.call('history.rebuild', undefined).then(
      (found) => setCount((known) => (known ?? 0) + found),
      (error: unknown) => setProblem(unlessCancelled(error)),
    )
  }, [client, round])

  function lookAgain(): void {
    setProblem(null)
    setRound(round + 1)
  }

  return (
    <NotePanel mark="warning" title={t('history.lostTitle')}>
      <p className="selectable">{t('history.lostText', { path })}</p>
      <p role="status">
        {count === null ? problem === null && t('history.rebuilding') : t('history.rebuilt', { count })}
      </p>
      {problem !== null && <ErrorPanel error={problem} />}
      <div className="panel-actions">
        {problem !== null && <Button onClick={lookAgain}>{t('history.rebuildAgain')}</Button>}
        {count !== null && count > 0 && (
          <Button variant="default" onClick={() => view.getState().showAllPacks()}>
            {t('history.allTitle')}
          </Button>
        )}
        <Button variant="default" onClick={onDismiss}>
          {t('common.dismiss')}
        </Button>
      </div>
    </NotePanel>
  )
}
