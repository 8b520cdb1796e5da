import type { ReactNode } from 'react'
import { foreignText } from '../../../shared/text/foreign-text.ts'

export interface Fact {
  readonly label: string
  /** One line or several; nothing is shown for an empty one. */
  readonly value: string
  /** In place of the value, where it must not be shown. */
  readonly instead?: ReactNode
}

/** Names and values, the values as they will be used. */
export function FactList({ facts }: { facts: readonly Fact[] }) {
  return (
    <dl className="facts">
      {facts
        .filter(({ value, instead }) => value !== '' || instead !== undefined)
        .map(({ label, value, instead }) => (
          <div key={label} className="fact">
            <dt>{label}</dt>
            <dd>{instead ?? value.split('\n').map((line) => <code key={line}>{foreignText(line)}</code>)}</dd>
          </div>
        ))}
    </dl>
  )
}
