/** What the command line sees of its process; tests stand in for it. */
export interface CliEnvironment {
  readonly variables: Readonly<Record<string, string | undefined>>
  readonly currentFolder: string
  readonly dataFolder: string
  /** The sample project as it comes with the app. */
  readonly sampleFolder: string
  readonly version: string
  readonly writeOutput: (text: string) => void
  readonly writeError: (text: string) => void
  /** Empties the line of the terminal that stderr is on, to be written over. */
  readonly clearLine: () => void
  /** Whether stderr is a terminal, where a line can be written over. */
  readonly isTerminal: boolean
  /** `onTerminal` is called first where somebody is to type it. Rejects as cancelled with the signal. */
  readonly readInput: (onTerminal: () => void) => Promise<string>
  /** Standard input as it comes, for what need not be held. Rejects as cancelled with the signal. */
  readonly streamInput: () => AsyncIterable<Uint8Array>
  /** Aborted by Ctrl-C, and when nobody reads what is written any more. */
  readonly signal: AbortSignal
}
