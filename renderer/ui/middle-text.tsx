import type { ClipboardEvent } from 'react'
import { foreignText } from '../../shared/text/foreign-text.ts'
import './middle-text.css'

const keptEnd = 16

/** One line that is shortened in its middle where it does not fit; hovering and copying give all of it. */
export function MiddleText({ text: given, mono = false }: { text: string; mono?: boolean }) {
  const text = foreignText(given)
  const split = Math.max(Math.ceil(text.length / 2), text.length - keptEnd)
  return (
    <span className={mono ? 'middle-text middle-text-mono' : 'middle-text'} title={text} onCopy={copyAsOneLine}>
      <span className={split > 2 ? 'middle-text-start middle-text-long' : 'middle-text-start'} aria-hidden="true">
        {text.slice(0, split)}
      </span>
      <span className="middle-text-end" aria-hidden="true">
        {text.slice(split)}
      </span>
      <span className="middle-text-read">{text}</span>
    </span>
  )
}

/** The two halves stand beside each other as boxes of their own, between which a copy would have a line break. */
function copyAsOneLine(event: ClipboardEvent): void {
  const { currentTarget, clipboardData } = event
  const selection = getSelection()
  if (selection === null || !currentTarget.contains(selection.getRangeAt(0).commonAncestorContainer)) return
  clipboardData.setData('text/plain', selection.toString().replaceAll('\n', ''))
  event.preventDefault()
}
