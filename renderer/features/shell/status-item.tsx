import { Popover } from '@mantine/core'
import type { ReactNode } from 'react'
import { StateMark, type Mark } from '../../ui/state-mark.tsx'

interface StatusItemProps {
  readonly name: string
  readonly mark: Mark
  /** The state in words; told on hover, and at the head of what a click opens. */
  readonly title: string
  readonly children?: ReactNode
}

export function StatusItem({ name, mark, title, children }: StatusItemProps) {
  const label = name === title ? name : `${name}: ${title}`
  return (
    <Popover position="top-start" width={320} trapFocus returnFocus>
      <Popover.Target>
        <button type="button" className="status-item" title={title} aria-label={label}>
          <StateMark mark={mark} />
          {name}
        </button>
      </Popover.Target>
      <Popover.Dropdown>
        <div className="status-words selectable">
          <strong>{title}</strong>
          {children}
        </div>
      </Popover.Dropdown>
    </Popover>
  )
}
