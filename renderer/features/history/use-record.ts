import { useEffect, useState } from 'react'
import type { ErrorData } from '../../../shared/errors.ts'
import type { JobId } from '../../../shared/model/ids.ts'
import type { ImageTruth, PackRecord } from '../../../shared/model/pack-record.ts'
import { unlessCancelled } from '../../ipc/error-data.ts'
import { useStores } from '../../stores/use-stores.ts'

/** A pack's record, asked for again whenever it, or a job that may concern it, has changed. */
export function useRecord(id: JobId): { record: PackRecord | null; problem: ErrorData | null } {
  const { client } = useStores()
  const [state, setState] = useState<{ record: PackRecord | null; problem: ErrorData | null }>({
    record: null,
    problem: null,
  })
  useEffect(() => {
    let isCurrent = true
    const look = (): void => {
      client.call('history.record', id).then(
        (record) => isCurrent && setState({ record, problem: null }),
        (error: unknown) => isCurrent && setState({ record: null, problem: unlessCancelled(error) }),
      )
    }
    look()
    const leave = [
      client.on('history.changed', (changed) => changed === id && look()),
      client.on('jobs.changed', (job) => {
        if (job.id === id || job.test?.packJobId === id || job.transfer?.packJobId === id) look()
      }),
    ]
    return () => {
      isCurrent = false
      for (const one of leave) one()
    }
  }, [client, id])
  return state
}

/** What has become of a pack's images; empty at first, then one after the other as it is found out. */
export function useTruths(record: PackRecord | null): readonly ImageTruth[] {
  const { client } = useStores()
  const [truths, setTruths] = useState<readonly ImageTruth[]>([])
  const id = record?.job.id
  // Another look whenever there is something else to look for.
  const subject = record === null ? '' : JSON.stringify([record.details.images, record.pushes])
  const [round, setRound] = useState(0)

  useEffect(() => {
    const again = (): void => setRound((one) => one + 1)
    const leave = [
      client.on('jobs.changed', (job) => job.transfer?.packJobId === id && again()),
      client.on('history.changed', (changed) => changed === id && again()),
    ]
    return () => {
      for (const one of leave) one()
    }
  }, [client, id])

  useEffect(() => {
    if (id === undefined) return
    const stop = new AbortController()
    const check = async (): Promise<void> => {
      let found: ImageTruth[] = []
      for await (const batch of client.open('history.checkImages', id, { signal: stop.signal })) {
        found = [...found, ...batch]
        setTruths(found)
      }
    }
    // Without an answer nothing is said of the images.
    check().catch(() => undefined)
    const again = (): void => setRound((one) => one + 1)
    window.addEventListener('focus', again)
    return () => {
      stop.abort()
      window.removeEventListener('focus', again)
    }
  }, [client, id, subject, round])
  return truths
}

export function truthOf(
  truths: readonly ImageTruth[],
  where: ImageTruth['where'],
  reference: string,
): ImageTruth | undefined {
  return truths.find((truth) => truth.where === where && truth.reference === reference)
}
