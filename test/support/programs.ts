import type { ChildProcess } from 'node:child_process'

/** Whatever becomes of the test, the program does not outlive it. */
export function endWithProcess(program: ChildProcess): void {
  const kill = (): void => {
    program.kill()
  }
  process.once('exit', kill)
  program.once('exit', () => process.removeListener('exit', kill))
}

/** Ends a program that may have ended, or never begun. */
export async function endProgram(program: ChildProcess): Promise<void> {
  if (program.pid === undefined || program.exitCode !== null || program.signalCode !== null) return
  const ended = new Promise((resolve) => program.once('exit', resolve))
  program.kill()
  await ended
}
