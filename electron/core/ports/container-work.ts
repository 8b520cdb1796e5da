export interface OutputChunk {
  readonly source: 'out' | 'err'
  readonly bytes: Uint8Array
}

/** A program to be started in a container that runs. */
export interface ExecSpec {
  readonly command: readonly string[]
  /** Beside the container's own; it is not kept in an image made of the container. */
  readonly environment: Readonly<Record<string, string>>
  /** Null for the image's own. */
  readonly user: string | null
}

export interface TerminalSize {
  readonly columns: number
  readonly rows: number
}

/** A program at a terminal. */
export interface Terminal {
  /** What it shows; ends with the program, or once it is closed. */
  readonly output: AsyncIterable<Uint8Array>
  /** Resolves once more may be written. */
  write(bytes: Uint8Array): Promise<void>
  resize(size: TerminalSize): Promise<void>
  /** Hangs up; the program itself ends with its container. */
  close(): void
}

export interface ContainerChange {
  readonly path: string
  /** A folder whose content has changed is changed itself. */
  readonly kind: 'changed' | 'added' | 'deleted'
}

/** Work within a container that runs, and what comes of it. A signal ends the waiting, not the program. */
export interface ContainerWork {
  /** Yields the program's output as it comes, returns its exit code. */
  execute(id: string, spec: ExecSpec, signal: AbortSignal): AsyncGenerator<OutputChunk, number>
  openTerminal(id: string, spec: ExecSpec & TerminalSize, signal: AbortSignal): Promise<Terminal>
  /** What is different from the image, in no order. */
  listChanges(id: string, signal: AbortSignal): Promise<readonly ContainerChange[]>
  /** Makes an image of the container as it is, with the configuration of its image and these labels; returns its id. */
  commitContainer(id: string, labels: Readonly<Record<string, string>>, signal: AbortSignal): Promise<string>
  /** A tar of a file or a whole folder, named by the last part of its path. */
  readArchive(id: string, path: string, signal: AbortSignal): AsyncGenerator<Uint8Array, void>
  /** Unpacks a tar, compressed or not, into a folder that is there; no folder takes the place of something else. */
  writeArchive(options: {
    id: string
    folder: string
    archive: AsyncIterable<Uint8Array>
    signal: AbortSignal
  }): Promise<void>
}
