import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { RunOptions } from '../../../shared/model/run-options.ts'
import { useStores } from '../../stores/use-stores.ts'
import type { RunDialogTarget } from '../../stores/view-store.ts'
import { CommandBlock } from '../../ui/command-block.tsx'

interface RunCommandPreviewProps {
  readonly target: Pick<RunDialogTarget, 'packJobId' | 'target'>
  /** Null while they are not all good. */
  readonly options: RunOptions | null
}

/** The command to type to get the same run by hand; it follows the options. */
export function RunCommandPreview({ target: { packJobId, target }, options }: RunCommandPreviewProps) {
  const { t } = useTranslation()
  const { client } = useStores()
  const [command, setCommand] = useState('')

  useEffect(() => {
    if (options === null) return
    const stop = new AbortController()
    client
      .call('runs.command', { packJobId, target, options }, { signal: stop.signal })
      .then(setCommand)
      // Without it the run can start all the same, and then tells what is wrong.
      .catch(() => setCommand(''))
    return () => stop.abort()
  }, [client, packJobId, target, options])

  if (options === null) return <p className="field-words">{t('runs.commandWaits')}</p>
  return command === '' ? null : <CommandBlock name={t('runs.command')} command={command} />
}
