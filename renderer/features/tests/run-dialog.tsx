import { Modal } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { RunOptions } from '../../../shared/model/run-options.ts'
import { unlessCancelled } from '../../ipc/error-data.ts'
import { useStores } from '../../stores/use-stores.ts'
import { useFocusReturn } from '../../ui/use-focus-return.ts'
import type { RunDialogTarget } from '../../stores/view-store.ts'
import { RunForm } from './run-form.tsx'

/** Asks for the options of a test run, beginning with those of the project's newest one. */
export function RunDialog({ target }: { target: RunDialogTarget }) {
  const { t } = useTranslation()
  useFocusReturn()
  const { client, view } = useStores()
  const [options, setOptions] = useState<RunOptions | null>(target.options)
  const { projectId } = target

  useEffect(() => {
    if (options !== null) return
    const stop = new AbortController()
    client
      .call('runs.options', projectId, { signal: stop.signal })
      .then(setOptions)
      .catch((error: unknown) => {
        view.getState().closeRunDialog()
        view.getState().tellProblem(unlessCancelled(error))
      })
    return () => stop.abort()
  }, [client, view, projectId, options])

  return (
    <Modal
      opened
      size={640}
      onClose={() => view.getState().closeRunDialog()}
      title={t(target.target === 'cpu' ? 'runs.cpuTitle' : 'runs.gpuTitle')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      {options !== null && <RunForm target={target} initial={options} />}
    </Modal>
  )
}
