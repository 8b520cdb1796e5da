import { FitAddon } from '@xterm/addon-fit'
import { Terminal } from '@xterm/xterm'
import type { TerminalSize } from '../../../shared/model/terminal.ts'
import { makeElementsStrict } from './strict-elements.ts'
import { terminalFont, terminalTheme } from './terminal-theme.ts'

/** Titles, links, colours, the clipboard: what a program may ask of a terminal beyond showing text is not done. */
const unheardCommands = [0, 1, 2, 4, 8, 10, 11, 12, 52, 104, 110, 111, 112] as const
const scrollBackLines = 5000
const fontSize = 13

export interface ScreenOptions {
  readonly host: HTMLElement
  readonly label: string
  readonly forReaders: boolean
  readonly onInput: (bytes: Uint8Array<ArrayBuffer>) => void
  readonly onResize: (size: TerminalSize) => void
  /** The keys that lead out of the terminal were pressed. */
  readonly onLeave: () => void
  readonly onCopy: (text: string) => void
}

/** What is shown of a terminal, and what is typed there. */
export interface Screen {
  readonly size: () => TerminalSize
  /** Resolves once it is shown. Without `answers` a program's questions to the terminal go unanswered. */
  show(bytes: Uint8Array, options: { readonly answers: boolean }): Promise<void>
  /** Empty, and as it was at first. */
  reset(): void
  /** Fills its place. */
  fit(): void
  applyTheme(): void
  focus(): void
  dispose(): void
}

export function openScreen({ host, label, forReaders, ...options }: ScreenOptions): Screen {
  const terminal = new Terminal({
    fontFamily: terminalFont(),
    fontSize,
    lineHeight: 1.2,
    theme: terminalTheme(),
    minimumContrastRatio: 4.5,
    scrollback: scrollBackLines,
    screenReaderMode: forReaders,
    macOptionIsMeta: true,
  })
  Terminal.strings.promptLabel = label
  const fitting = new FitAddon()
  terminal.loadAddon(fitting)
  for (const command of unheardCommands) terminal.parser.registerOscHandler(command, () => true)

  let isHeard = true
  const encoder = new TextEncoder()
  terminal.onData((text) => {
    if (isHeard) options.onInput(encoder.encode(text))
  })
  terminal.onBinary((text) => {
    if (isHeard) options.onInput(Uint8Array.from(text, (character) => character.charCodeAt(0)))
  })
  terminal.onResize(({ cols, rows }) => options.onResize({ columns: cols, rows }))
  terminal.attachCustomKeyEventHandler((event) => {
    if (event.type !== 'keydown') return true
    if (event.key === 'Escape' && event.shiftKey) {
      event.preventDefault()
      options.onLeave()
      return false
    }
    const isClipboardKey = event.ctrlKey && event.shiftKey && !event.altKey
    if (isClipboardKey && event.code === 'KeyC') {
      event.preventDefault()
      if (terminal.hasSelection()) options.onCopy(terminal.getSelection())
      return false
    }
    // Left to the browser, which pastes.
    return !(isClipboardKey && event.code === 'KeyV')
  })
  const restoreElements = makeElementsStrict()
  terminal.open(host)
  fitting.fit()

  return {
    size: () => ({ columns: terminal.cols, rows: terminal.rows }),
    show: (bytes, { answers }) =>
      new Promise((resolve) => {
        isHeard = answers
        terminal.write(bytes, () => {
          isHeard = true
          resolve()
        })
      }),
    reset: () => terminal.reset(),
    fit: () => fitting.fit(),
    applyTheme: () => {
      terminal.options.theme = terminalTheme()
    },
    focus: () => terminal.focus(),
    dispose: () => {
      terminal.dispose()
      restoreElements()
    },
  }
}
