import type { ReactNode } from 'react'
import { StateMark, type Mark } from './state-mark.tsx'
import './panel.css'

/** A few lines that stand out: a warning, a state that needs a word. */
export function NotePanel({ mark, title, children }: { mark: Mark; title?: string; children: ReactNode }) {
  return (
    <section className={mark === 'warning' ? 'panel panel-warn' : 'panel'}>
      <div className="panel-mark">
        <StateMark mark={mark} />
      </div>
      <div className="panel-body">
        {title !== undefined && <p className="panel-title">{title}</p>}
        {children}
      </div>
    </section>
  )
}
