import type { AppContract } from '../../shared/contract.ts'
import type { Handlers } from '../../shared/ipc/define.ts'
import type { JobId, ProjectId } from '../../shared/model/ids.ts'
import type { KeptChange } from '../../shared/model/packages.ts'
import type { ChangeSummary, OpenTerminal } from '../../shared/model/terminal.ts'

type TerminalHandlers = Pick<
  Handlers<AppContract>,
  Extract<keyof Handlers<AppContract>, `terminals.${string}` | `packages.${string}`>
>

export interface FakeTerminals {
  readonly open: OpenTerminal[]
  /** What each has shown before somebody looks. */
  shown: string
  changes: ChangeSummary
  readonly kept: KeptChange[]
}

export const noChangeSummary: ChangeSummary = {
  ...{ added: 0, changed: 0, deleted: 0, sizeBytes: 0, groups: [], moreGroups: 0, leftOut: [], modules: [] },
  usesApt: false,
}

/** Terminals that say back what is typed. */
export function terminalHandlers(
  { terminals }: { readonly terminals: FakeTerminals },
  startJob: (projectId: ProjectId) => JobId,
): TerminalHandlers {
  const typed: Uint8Array<ArrayBuffer>[] = []
  let wake: () => void = () => undefined
  return {
    'terminals.start': ({ projectId, image }) => {
      const jobId = startJob(projectId)
      terminals.open.push({ jobId, projectId, image })
      return jobId
    },
    'terminals.list': () => terminals.open,
    async *'terminals.attach'(_, { signal }) {
      yield [{ kind: 'replay', bytes: new TextEncoder().encode(terminals.shown) }]
      signal.addEventListener('abort', () => wake())
      while (!signal.aborted) {
        yield typed.splice(0).map((bytes) => ({ kind: 'output', bytes }))
        await new Promise<void>((resolve) => (wake = resolve))
      }
      return 'closed'
    },
    'terminals.write': ({ bytes }) => {
      typed.push(bytes)
      wake()
    },
    'terminals.resize': () => undefined,
    'terminals.startShell': () => undefined,
    'terminals.changes': () => terminals.changes,
    async *'terminals.keep'() {
      yield await Promise.resolve([{ readBytes: 1_000_000 }])
      const [kept] = terminals.kept
      if (kept === undefined) throw new Error('nothing to keep')
      return kept
    },
    'packages.changes': () => terminals.kept,
    'packages.forgetChange': ({ digest }) => {
      terminals.kept.splice(0, terminals.kept.length, ...terminals.kept.filter((one) => one.digest !== digest))
    },
  }
}
