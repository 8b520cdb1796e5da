import { Textarea } from '@mantine/core'
import { useState } from 'react'
import type { ControlProps } from '../../ui/field-row.tsx'

interface LinesInputProps {
  readonly control: ControlProps
  readonly lines: readonly string[]
  readonly placeholder: string
  readonly onChange: (lines: string[]) => void
}

/** One entry a line. What is typed stays as it is; blanks around an entry and empty lines are none of it. */
export function LinesInput({ control, lines, placeholder, onChange }: LinesInputProps) {
  const [text, setText] = useState(lines.join('\n'))
  if (linesOf(text).join('\n') !== lines.join('\n')) setText(lines.join('\n'))

  function change(changed: string): void {
    setText(changed)
    onChange(linesOf(changed))
  }

  return (
    <Textarea
      {...control}
      classNames={{ input: 'mono-input' }}
      rows={Math.min(Math.max(lines.length + 1, 2), 8)}
      spellCheck={false}
      placeholder={placeholder}
      value={text}
      onChange={(event) => change(event.currentTarget.value)}
    />
  )
}

function linesOf(text: string): string[] {
  return text.split('\n').flatMap((line) => (line.trim() === '' ? [] : [line.trim()]))
}
