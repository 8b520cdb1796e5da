import { cancelled } from '../../shared/errors.ts'

// What the parts of a main process in memory have in common.

export function put<Item extends { readonly id: string }>(items: Item[], item: Item): void {
  const at = items.findIndex((one) => one.id === item.id)
  if (at < 0) items.push(item)
  else items[at] = item
}

export function drop(items: { readonly id: string }[], id: string): void {
  const at = items.findIndex((one) => one.id === id)
  if (at >= 0) items.splice(at, 1)
}

/** Until it is given up. */
export function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => signal.addEventListener('abort', () => reject(cancelled()), { once: true }))
}
