import { createReadStream } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { request } from 'node:http'
import type { IncomingMessage } from 'node:http'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { Page } from 'playwright-core'

/** Which of the texts are in a stream of bytes, wherever its chunks begin. */
export async function findInStream(stream: AsyncIterable<Buffer>, texts: readonly string[]): Promise<string[]> {
  const found = new Set<string>()
  const overlap = Math.max(...texts.map((text) => Buffer.byteLength(text))) - 1
  let end = Buffer.alloc(0)
  for await (const chunk of stream) {
    const bytes = Buffer.concat([end, chunk])
    for (const text of texts) if (bytes.includes(text)) found.add(text)
    end = bytes.subarray(Math.max(0, bytes.length - overlap))
  }
  return [...found]
}

/** Files under a folder that have one of the texts in them or in their path; `files` says how many were read. */
export async function findInFolder(
  folder: string,
  texts: readonly string[],
): Promise<{ found: string[]; files: number }> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  const found: string[] = []
  for (const path of files) {
    if (texts.some((text) => path.includes(text))) found.push(path)
    // Chromium's own files come and go.
    const there = await findInStream(createReadStream(path), texts).catch(() => [])
    if (there.length > 0) found.push(path)
  }
  return { found, files: files.length }
}

/** What `docker save` gives of images, all of it. */
export function saveImages(references: readonly string[]): Promise<IncomingMessage> {
  const path = `/images/get?${references.map((name) => `names=${encodeURIComponent(name)}`).join('&')}`
  return new Promise((resolve, reject) => {
    request({ socketPath: '/var/run/docker.sock', path }, resolve).on('error', reject).end()
  })
}

export interface ArgumentWatch {
  /** Every command line that was seen while it was watched. */
  stop(): Promise<ReadonlySet<string>>
}

/** Looks at the arguments of all processes of this machine, over and over. */
export function watchArguments(): ArgumentWatch {
  const seen = new Set<string>()
  const end = new AbortController()
  const watching = (async () => {
    while (!end.signal.aborted) {
      const ids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
      for (const id of ids) seen.add(await readFile(`/proc/${id}/cmdline`, 'utf8').catch(() => ''))
      await delay(20)
    }
  })()
  return {
    stop: async () => {
      end.abort()
      await watching
      return seen
    },
  }
}

/** Everything that JavaScript in the page can reach, after its garbage was collected. */
export async function takeHeapSnapshot(page: Page): Promise<string> {
  const session = await page.context().newCDPSession(page)
  const chunks: string[] = []
  session.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => chunks.push(chunk))
  await session.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false })
  await session.detach()
  return chunks.join('')
}
