import { cancelled } from '../../../shared/errors.ts'
import type { PackageSettings } from '../../../shared/model/packages.ts'
import type { TerminalResult } from '../../../shared/model/terminal.ts'
import type { JobContext } from '../jobs/job-runner.ts'
import { inStage, type Activities } from '../pack/stage.ts'
import { idleCommand } from '../packages/customise-base.ts'
import { networkOf } from '../packages/install-steps.ts'
import type { Engine } from '../ports/engine.ts'
import { ignoreCleanUpFailure } from '../runs/ignore-clean-up-failure.ts'
import { jobLabel } from '../runs/plan-test.ts'
import { shellOf } from './shell.ts'
import { TerminalSession } from './terminal-session.ts'

export interface TerminalOptions {
  readonly engine: Engine
  readonly lane: 'cpu' | 'gpu'
  /** Sees to it that the engine has the image, and tells its name or id. */
  readonly prepare: () => Activities<string>
  /** Where its programs get packages from. */
  readonly settings: PackageSettings
  readonly onOpen: (session: TerminalSession) => void
  readonly context: Pick<JobContext, 'id' | 'signal' | 'stop'>
}

/** A terminal from its opening until it is stopped. No container is left of it. */
export async function* runTerminal(options: TerminalOptions): Activities<TerminalResult> {
  const { engine, lane, prepare } = options
  const image = yield* prepare()
  const container = yield* inStage({ stage: 'create', lane }, create(options, image))
  try {
    yield* inStage({ stage: 'terminal', lane }, serve(options, container))
  } finally {
    await engine.removeContainer(container).catch(ignoreCleanUpFailure)
  }
  return { kind: 'terminal' }
}

async function* create({ engine, settings, context }: TerminalOptions, image: string): Activities<string> {
  const { id: jobId, signal } = context
  yield { type: 'log', source: 'app', text: `terminal in ${image}` }
  return engine.createContainer(
    {
      image,
      entrypoint: idleCommand,
      command: [],
      mounts: [],
      environment: {},
      labels: { [jobLabel]: jobId },
      runtime: null,
      network: networkOf(settings),
    },
    signal,
  )
}

async function* serve({ engine, settings, context, onOpen }: TerminalOptions, container: string): Activities<void> {
  const { signal, stop } = context
  await engine.startContainer(container, signal)
  const session = new TerminalSession({ engine, container, shell: shellOf(settings), signal })
  try {
    await session.startShell()
    onOpen(session)
    yield { type: 'log', source: 'app', text: 'the terminal is open' }
    await aborted(AbortSignal.any([signal, stop]))
    if (signal.aborted) throw cancelled()
  } finally {
    session.close()
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    signal.addEventListener('abort', () => resolve(), { once: true })
  })
}
