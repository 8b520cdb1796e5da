import { CopyButton } from './copy-button.tsx'
import './command-block.css'

/** A command under its name, with a button that copies it. */
export function CommandBlock({ name, command }: { name: string; command: string }) {
  return (
    <div className="command-block">
      <div className="command-head">
        <span>{name}</span>
        <CopyButton text={command} what={name} />
      </div>
      <pre className="command-text" aria-label={name} tabIndex={0}>
        {command}
      </pre>
    </div>
  )
}
