import { mkdir, rm, writeFile } from 'node:fs/promises'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { createScanService } from '../../electron/core/scan/scan-service.ts'
import { walkCodeFolder } from '../../electron/core/context/walk.ts'
import { noIgnoreSettings } from '../../shared/model/ignore.ts'

// How long it takes to show what is in a folder, and the longest time that nothing else could run meanwhile.
const folderCount = 1000
const filesInFolder = 100

async function makeFiles(root: string): Promise<void> {
  for (let folder = 0; folder < folderCount; folder += 1) {
    const path = join(root, `part_${folder % 40}`, `package_${folder}`)
    await mkdir(path, { recursive: true })
    const files = Array.from({ length: filesInFolder }, (_, index) =>
      writeFile(join(path, `module_${index}.py`), 'import torch\n'.repeat(index)),
    )
    await Promise.all(files)
  }
}

async function scan(root: string): Promise<string> {
  const scans = createScanService({ findSecrets: () => Promise.resolve({ warnings: [], isPartial: false }) })
  const started = performance.now()
  for await (const updates of scans.scan({ codePath: root, ignore: noIgnoreSettings, live: false }, never())) {
    for (const update of updates) {
      if (update.type === 'scanned') return `${update.summary.fileCount} files in ${elapsed(started)}`
    }
  }
  return 'nothing'
}

async function walk(root: string): Promise<string> {
  const started = performance.now()
  const tree = await walkCodeFolder({ root, ignore: noIgnoreSettings, specialFiles: 'refuse', signal: never() })
  return `${tree.fileCount} files in ${elapsed(started)}`
}

async function measure(work: () => Promise<string>): Promise<string> {
  const delays = monitorEventLoopDelay({ resolution: 1 })
  delays.enable()
  const told = await work()
  delays.disable()
  return `${told}, longest pause ${Math.round(delays.max / 1e6)} ms`
}

function elapsed(since: number): string {
  return `${Math.round(performance.now() - since)} ms`
}

function never(): AbortSignal {
  return new AbortController().signal
}

function tell(line: string): void {
  process.stdout.write(`  ${line}\n`)
}

const root = await mkdtemp(join(tmpdir(), 'context-scan-'))
try {
  await makeFiles(root)
  for (const round of [1, 2, 3]) tell(`scan ${round}: ${await measure(() => scan(root))}`)
  tell(`as a pack walks: ${await measure(() => walk(root))}`)
} finally {
  await rm(root, { recursive: true, force: true })
}
