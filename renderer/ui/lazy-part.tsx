import { lazy, useState, type ComponentType } from 'react'

const loads: (() => Promise<unknown>)[] = []

/**
 * A part of the page in a file of its own. Like `lazy`, but one that has been loaded ahead is there at once:
 * React shows what it had to wait for 300 ms later at times, so that nothing flickers.
 */
export function lazyPart<Props extends object>(load: () => Promise<ComponentType<Props>>): ComponentType<Props> {
  let loaded: ComponentType<Props> | null = null
  const take = async (): Promise<ComponentType<Props>> => (loaded = await load())
  const Waiting = lazy(async () => ({ default: await take() }))
  loads.push(take)
  return function LazyPart(props) {
    // One that was waited for stays what it is: another component in its place would begin anew.
    const [Part] = useState<ComponentType<Props>>(() => loaded ?? (Waiting as ComponentType<Props>))
    return <Part {...props} />
  }
}

/** Loads all parts one after the other while the page has nothing else to do, so that none has to be waited for. */
export async function loadPartsAhead(): Promise<void> {
  for (const load of loads.splice(0)) {
    await idle()
    // Whoever shows the part tells of what is wrong with it.
    await load().catch(() => undefined)
  }
}

function idle(): Promise<unknown> {
  return new Promise((resolve) => requestIdleCallback(resolve))
}
