import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { CodeFolder } from './code-folder.ts'
import { states } from './table.ts'
import type { Task, Way } from './way.ts'

/** What a program is told; it packs once for each, and answers. */
export interface ProgramTask extends Omit<Task, 'code'> {
  readonly code: Omit<CodeFolder, 'change'>
  /** For what it keeps from one time to the next. */
  readonly dataFolder: string
}

export interface ProgramAnswer {
  /** Null when it did. */
  readonly failure: string | null
  /** To the registry, of layers and configurations. */
  readonly sentBytes: number
  /** The longest time that its event loop could do nothing else. */
  readonly pauseMs: number
  /** The longest that it has worked in one go. Longer pauses are those in which others had the cores. */
  readonly workMs: number
  /** The most memory it has had until now, of all its threads. */
  readonly peakBytes: number
}

export interface ProgramWayOptions {
  readonly name: string
  readonly folder: string
  /** A bundle beside this one; it runs all the time, as the app does. */
  readonly program: string
}

export function createProgramWay({ name, folder, program }: ProgramWayOptions): Way {
  const child = fork(join(import.meta.dirname, program), { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  const dataFolder = join(folder, program)
  const answers: ProgramAnswer[] = []
  let isWarm = false
  const pack = async ({ code: { projectFolder, codePath, mainFile }, ...task }: Task): Promise<ProgramAnswer> => {
    const told: ProgramTask = { ...task, code: { projectFolder, codePath, mainFile }, dataFolder }
    child.send(told)
    const answer = await answerOf(child)
    if (answer.failure !== null) throw new Error(answer.failure)
    return answer
  }
  return {
    name,
    reset: async (task) => {
      // What it loads when it is first asked for anything is not of this pack, nor of any later one.
      if (!isWarm) await pack(task)
      isWarm = true
      await rm(dataFolder, { recursive: true, force: true })
    },
    run: async (task) => {
      answers.push(await pack(task))
    },
    remarks: () => {
      const most = (unit: string, numberOf: (answer: ProgramAnswer) => number): string =>
        states.map((state, at) => `${state} ${mostOf(answers, at, numberOf)}${unit}`).join(', ')
      return Promise.resolve([
        `${name}: sent at most ${most(' KB', ({ sentBytes }) => sentBytes / 1000)}`,
        `${' '.repeat(name.length)}  longest pause of its event loop ${most(' ms', ({ pauseMs }) => pauseMs)}`,
        `${' '.repeat(name.length)}  longest work in one go ${most(' ms', ({ workMs }) => workMs)}`,
        `${' '.repeat(name.length)}  most memory until then ${most(' MB', ({ peakBytes }) => peakBytes / 1e6)}`,
      ])
    },
    close: async () => {
      if (!child.connected) return
      const ended = once(child, 'exit')
      child.disconnect()
      await ended
    },
  }
}

async function answerOf(child: ChildProcess): Promise<ProgramAnswer> {
  const ended = new AbortController()
  const end = (): void => ended.abort(new Error('the program has ended'))
  child.once('exit', end)
  try {
    const [answer] = (await once(child, 'message', { signal: ended.signal })) as [ProgramAnswer]
    return answer
  } finally {
    child.off('exit', end)
  }
}

/** Of the answers of one state. */
function mostOf(answers: readonly ProgramAnswer[], at: number, numberOf: (answer: ProgramAnswer) => number): number {
  const numbers = answers.filter((_answer, index) => index % states.length === at).map(numberOf)
  return Math.round(Math.max(...numbers))
}
