import { useRef, useState } from 'react'
import type { AppContract } from '../../../shared/contract.ts'
import type { ErrorData } from '../../../shared/errors.ts'
import type { InputOf, OutputOf } from '../../../shared/ipc/define.ts'
import { unlessCancelled } from '../../ipc/error-data.ts'
import { useStores } from '../../stores/use-stores.ts'

type AccountVerdicts = OutputOf<AppContract['accounts.test']>

export interface TestOutcome {
  readonly verdicts: AccountVerdicts | null
  readonly error: ErrorData | null
}

interface AccountTest {
  readonly testing: boolean
  readonly outcome: TestOutcome
  readonly run: (input: InputOf<AppContract['accounts.test']>) => Promise<void>
  /** What was found out no longer holds. */
  readonly forget: () => void
}

const noOutcome: TestOutcome = { verdicts: null, error: null }

/** Has main try the API with the keys and UHub with the password, as they are typed. */
export function useAccountTest(): AccountTest {
  const { client } = useStores()
  const [testing, setTesting] = useState(false)
  const [outcome, setOutcome] = useState(noOutcome)
  const newest = useRef(0)

  async function run(input: InputOf<AppContract['accounts.test']>): Promise<void> {
    const attempt = (newest.current += 1)
    const tell = (found: TestOutcome): void => {
      if (attempt === newest.current) setOutcome(found)
    }
    setOutcome(noOutcome)
    setTesting(true)
    try {
      tell({ verdicts: await client.call('accounts.test', input), error: null })
    } catch (thrown) {
      tell({ verdicts: null, error: unlessCancelled(thrown) })
    } finally {
      setTesting(false)
    }
  }

  function forget(): void {
    newest.current += 1
    setOutcome(noOutcome)
  }

  return { testing, outcome, run, forget }
}
