import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { createJobProcesses } from '../../../../electron/core/jobs/job-processes.ts'
import { JobId } from '../../../../shared/model/ids.ts'
import { makeTemporaryFolder } from '../../../support/temporary-folder.ts'

const id = JobId.parse('job')

/** Runs until its input ends. */
function startOther() {
  const child = spawn(process.execPath, ['-e', 'process.stdin.resume()'], { stdio: ['pipe', 'ignore', 'ignore'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  return child
}

it('knows a job of another process for as long as that is there', async () => {
  const folder = await makeTemporaryFolder()
  const processes = createJobProcesses(folder)
  const other = startOther()
  writeFileSync(join(folder, id), String(other.pid))
  expect(processes.isElsewhere(id)).toBe(true)
  processes.clearUp()
  expect(readdirSync(folder)).toEqual([id])
  other.kill('SIGKILL')
  await once(other, 'exit')
  expect(processes.isElsewhere(id)).toBe(false)
  processes.clearUp()
  expect(readdirSync(folder)).toEqual([])
})

it('takes no process for one from before the machine was started', async () => {
  const folder = await makeTemporaryFolder()
  writeFileSync(join(folder, id), String(startOther().pid))
  utimesSync(join(folder, id), 1, 1)
  expect(createJobProcesses(folder).isElsewhere(id)).toBe(false)
})

it('takes its own jobs for its own, and nobody’s for nobody’s', async () => {
  const processes = createJobProcesses(join(await makeTemporaryFolder(), 'deep'))
  expect(processes.isElsewhere(id)).toBe(false)
  processes.claim(id)
  expect(processes.isElsewhere(id)).toBe(false)
  processes.release(id)
  processes.clearUp()
})
