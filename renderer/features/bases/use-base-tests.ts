import { useEffect, useRef, useState } from 'react'
import type { ErrorData } from '../../../shared/errors.ts'
import type { BaseFacts } from '../../../shared/model/base-facts.ts'
import type { AccountId } from '../../../shared/model/ids.ts'
import { unlessCancelled } from '../../ipc/error-data.ts'
import { useStores } from '../../stores/use-stores.ts'

/** Typing goes on meanwhile. */
const restMs = 400

export interface BaseTests {
  readonly facts: Readonly<Record<string, BaseFacts>>
  readonly problems: Readonly<Record<string, ErrorData>>
  readonly isRunning: boolean
  /** Without the registry only what Docker has is tested, and nothing is told of the rest. */
  start(asksRegistry: boolean): Promise<void>
  cancel(): void
}

/** What is known of images as bases: what is remembered at once, the rest when it is asked for. */
export function useBaseTests(images: readonly string[], accountId: AccountId | null): BaseTests {
  const { client } = useStores()
  const [facts, setFacts] = useState<BaseTests['facts']>({})
  const [problems, setProblems] = useState<BaseTests['problems']>({})
  const running = useRef<AbortController | null>(null)
  const [isRunning, setRunning] = useState(false)
  const wanted = images.join('\n')

  useEffect(() => {
    const stop = new AbortController()
    const timer = setTimeout(() => {
      for (const image of wanted.split('\n').filter(Boolean)) {
        client.call('bases.known', { image }, { signal: stop.signal }).then(
          (known) => known !== null && setFacts((all) => ({ [image]: known, ...all })),
          // A look at what is remembered has nothing to tell when it fails.
          () => undefined,
        )
      }
    }, restMs)
    return () => {
      clearTimeout(timer)
      stop.abort()
    }
  }, [client, wanted])

  useEffect(() => () => running.current?.abort(), [])

  async function test(image: string, asksRegistry: boolean, signal: AbortSignal): Promise<void> {
    try {
      const found = await client.call('bases.test', { image, accountId, asksRegistry }, { signal })
      setFacts((all) => ({ ...all, [image]: found }))
    } catch (thrown) {
      const error = unlessCancelled(thrown)
      if (error !== null && asksRegistry) setProblems((all) => ({ ...all, [image]: error }))
    }
  }

  return {
    facts,
    problems,
    isRunning,
    async start(asksRegistry) {
      const stop = new AbortController()
      running.current?.abort()
      running.current = stop
      setRunning(true)
      setProblems({})
      await Promise.all(images.map((image) => test(image, asksRegistry, stop.signal)))
      if (running.current === stop) setRunning(false)
    },
    cancel: () => running.current?.abort(),
  }
}
