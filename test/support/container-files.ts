import type { Engine } from '../../electron/core/ports/engine.ts'

/** What files have in them inside a container of an image, in the order asked; null where there is none. */
export async function readInContainer(options: {
  readonly engine: Engine
  readonly image: string
  readonly paths: readonly string[]
}): Promise<(string | null)[]> {
  const { engine, image, paths } = options
  const { signal } = new AbortController()
  const script = 'for path in "$@"; do if [ -e "$path" ]; then printf +; cat "$path"; fi; printf "\\0"; done'
  const id = await engine.createContainer(
    {
      image,
      command: ['/bin/sh', '-c', script, 'sh', ...paths],
      mounts: [],
      environment: {},
      labels: {},
      runtime: null,
      network: 'none',
    },
    signal,
  )
  try {
    const chunks: Uint8Array[] = []
    const output = engine.followOutput(id, signal)
    let next = output.next()
    await engine.startContainer(id, signal)
    for (let step = await next; step.done !== true; step = await next) {
      chunks.push(step.value.bytes)
      next = output.next()
    }
    const texts = Buffer.concat(chunks).toString().split('\0').slice(0, -1)
    return texts.map((text) => (text.startsWith('+') ? text.slice(1) : null))
  } finally {
    await engine.removeContainer(id)
  }
}
