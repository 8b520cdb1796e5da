import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { uptime } from 'node:os'
import { join } from 'node:path'
import { JobId } from '../../../shared/model/ids.ts'
import { isOtherProcess } from '../other-process.ts'

/**
 * Which jobs are run by processes beside the app's: the command line keeps its packs in the same database, and the app
 * must not take them for what its own last end has cut off. One file a job, while it runs.
 */
export interface JobProcesses {
  /** To be called before the job is kept anywhere. */
  claim(id: JobId): void
  release(id: JobId): void
  /** Whether another process, one that is still there, runs the job. */
  isElsewhere(id: JobId): boolean
  /** Forgets those whose process is gone. */
  clearUp(): void
}

export function createJobProcesses(folder: string): JobProcesses {
  const pathOf = (id: JobId): string => join(folder, id)

  const isElsewhere = (id: JobId): boolean => {
    try {
      const processId = Number(readFileSync(pathOf(id), 'utf8'))
      const startOfMachine = Date.now() - uptime() * 1000
      // Numbers of processes begin anew with the machine.
      return isOtherProcess(processId) && statSync(pathOf(id)).mtimeMs >= startOfMachine
    } catch {
      // Nobody has claimed it.
      return false
    }
  }

  return {
    isElsewhere,
    claim: (id) => {
      mkdirSync(folder, { recursive: true, mode: 0o700 })
      writeFileSync(pathOf(id), String(process.pid), { mode: 0o600 })
    },
    release: (id) => rmSync(pathOf(id), { force: true }),
    clearUp: () => {
      for (const name of namesIn(folder)) {
        const id = JobId.parse(name)
        if (!isElsewhere(id)) rmSync(pathOf(id), { force: true })
      }
    },
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    // Nothing has been packed but by the app.
    return []
  }
}
