import { useEffect, useState } from 'react'
import type { ProjectSettings } from '../../../shared/model/project.ts'
import { chosenUhubHost } from '../../../shared/uaitrain/names.ts'
import { useAccount, useJobs, useStores } from '../../stores/use-stores.ts'

/** How long the upload of a layer will take at the speed of earlier pushes, in milliseconds; null where that is not known. */
export function useUploadTime(
  { accountId, internalUhub, acceleratorType }: ProjectSettings,
  layerBytes: number | null,
): number | null {
  const { client } = useStores()
  const account = useAccount(accountId)
  const packCount = useJobs(
    ({ jobs }) => jobs.filter(({ kind, endedAt }) => kind === 'pack' && endedAt !== null).length,
  )
  const host = account === undefined || acceleratorType === 'cpu' ? null : chosenUhubHost(account, internalUhub)
  const [known, setKnown] = useState<{ host: string; speed: number | null } | null>(null)

  useEffect(() => {
    if (host === null) return
    let isCurrent = true
    client.call('jobs.uploadSpeed', { host }).then(
      (speed) => {
        if (isCurrent) setKnown({ host, speed })
      },
      () => undefined, // An estimate that is not to be had is no trouble worth telling.
    )
    return () => {
      isCurrent = false
    }
  }, [client, host, packCount])

  if (layerBytes === null || known?.host !== host || known.speed === null) return null
  return (layerBytes / known.speed) * 1000
}
