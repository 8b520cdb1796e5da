import { ActionIcon, Input, Tooltip } from '@mantine/core'
import { IconFolderOpen } from '@tabler/icons-react'
import { useState } from 'react'
import type { ControlProps } from './field-row.tsx'
import { MiddleText } from './middle-text.tsx'
import './path-input.css'

interface PathInputProps {
  readonly control: ControlProps
  readonly value: string
  readonly chooseLabel: string
  readonly onChange: (path: string) => void
  readonly onChoose: () => void
}

/** A path to type or to choose; shortened in its middle while it is not being edited. */
export function PathInput({ control, value, chooseLabel, onChange, onChoose }: PathInputProps) {
  const [editing, setEditing] = useState(false)
  return (
    <div className="path-input">
      <Input
        {...control}
        className="path-input-box"
        classNames={{ input: editing ? 'path-input-text' : 'path-input-text path-input-hidden' }}
        value={value}
        title={value}
        spellCheck={false}
        onFocus={() => setEditing(true)}
        onBlur={() => setEditing(false)}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      {!editing && (
        <span className="path-input-short" aria-hidden="true">
          <MiddleText text={value} mono />
        </span>
      )}
      <Tooltip label={chooseLabel}>
        <ActionIcon variant="default" size={32} aria-label={chooseLabel} onClick={onChoose}>
          <IconFolderOpen size={16} />
        </ActionIcon>
      </Tooltip>
    </div>
  )
}
