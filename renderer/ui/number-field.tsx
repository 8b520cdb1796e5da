import { NumberInput } from '@mantine/core'
import { useState } from 'react'
import type { ControlProps } from './field-row.tsx'

interface NumberFieldProps {
  readonly control: ControlProps
  readonly min: number
  readonly max: number
  readonly placeholder?: string
  /** Null while the field is empty. */
  readonly value: number | null
  readonly onChange: (value: number | null) => void
}

/** A number just as it is typed. One out of range stays, for the field's problem to tell of: a digit more may mend it. */
export function NumberField({ control, value, onChange, ...rest }: NumberFieldProps) {
  const [typed, setTyped] = useState<number | string>(value ?? '')
  return (
    <NumberInput
      {...control}
      {...rest}
      w={120}
      clampBehavior="none"
      // What was typed counts until the value is set from elsewhere.
      value={numberOf(typed) === value ? typed : (value ?? '')}
      onChange={(next) => {
        setTyped(String(next))
        onChange(numberOf(next))
      }}
    />
  )
}

function numberOf(typed: number | bigint | string): number | null {
  const number = Number(typed)
  return typed === '' || Number.isNaN(number) ? null : number
}
