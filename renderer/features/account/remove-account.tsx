import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ErrorData } from '../../../shared/errors.ts'
import type { AccountId } from '../../../shared/model/ids.ts'
import { describeError } from '../../i18n/describe-error.ts'
import { unlessCancelled } from '../../ipc/error-data.ts'
import { useStores } from '../../stores/use-stores.ts'

/** Asks once more before the account and its secrets go. */
export function RemoveAccount({ id, onRemoved }: { id: AccountId; onRemoved: () => void }) {
  const { t } = useTranslation()
  const { accounts } = useStores()
  const [asked, setAsked] = useState(false)
  const [problem, setProblem] = useState<ErrorData | null>(null)

  async function remove(): Promise<void> {
    if (!asked) {
      setAsked(true)
      return
    }
    try {
      await accounts.getState().remove(id)
      onRemoved()
    } catch (error) {
      setProblem(unlessCancelled(error))
    }
  }

  return (
    <div>
      <Button
        variant="subtle"
        color={asked ? 'red' : 'gray'}
        onClick={() => void remove()}
        onBlur={() => setAsked(false)}
      >
        {t(asked ? 'account.removeConfirm' : 'account.remove')}
      </Button>
      {problem !== null && <span role="alert">{describeError(problem, t).title}</span>}
    </div>
  )
}
