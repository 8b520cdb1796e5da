import './middle-text.css'

const keptEnd = 16

/** One line that is shortened in its middle where it does not fit; hovering and copying give all of it. */
export function MiddleText({ text, mono = false }: { text: string; mono?: boolean }) {
  const split = Math.max(Math.ceil(text.length / 2), text.length - keptEnd)
  return (
    <span className={mono ? 'middle-text middle-text-mono' : 'middle-text'} title={text}>
      <span className="middle-text-start">{text.slice(0, split)}</span>
      <span className="middle-text-end">{text.slice(split)}</span>
    </span>
  )
}
