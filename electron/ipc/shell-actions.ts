import type { AppContract } from '../../shared/contract.ts'
import type { EventName, PayloadOf } from '../../shared/ipc/define.ts'

/** What the handlers need of the desktop; the shell provides it, tests stand in for it. */
export interface ShellActions {
  readonly version: string
  readonly platform: string
  /** The system's language, as far as the app has texts for it. */
  readonly language: 'en' | 'zh-CN'
  chooseFolder(options: {
    purpose: 'code' | 'testData' | 'testOutput' | 'restore'
    startAt: string | null
  }): Promise<string | null>
  chooseProjectFile(options: { purpose: 'import' | 'export'; startAt: string | null }): Promise<string | null>
  /** Where a new file is to be kept; null when the user chose no place. */
  chooseFile(options: { suggestedName: string }): Promise<string | null>
  /** A file that is there, of a kind; null when the user chose none. */
  chooseExistingFile(options: { extension: string }): Promise<string | null>
  /** The terms of every package that is in the app. Rejects with `read-failed` where the build has left none. */
  readNotices(): Promise<string>
  copyText(text: string): Promise<void>
  showInFolder(path: string): Promise<void>
  /** The page's first screen can be used. */
  markUsable(): void
}

/** Tells every connected page. */
export type EmitEvent = <Name extends EventName<AppContract>>(name: Name, payload: PayloadOf<AppContract[Name]>) => void
