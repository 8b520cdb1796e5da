import { useId, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { FieldName, FieldProblem } from '../../shared/model/field.ts'
import './field-row.css'

/** Fields whose value is chosen from a list. */
const chosenFields: readonly FieldName[] = ['account', 'mainFile', 'base']

/** What a control needs to be known under its label, its help and its problem. */
export interface ControlProps {
  readonly id: string
  readonly 'aria-describedby': string
  readonly error: boolean
}

interface FieldRowProps {
  readonly field: FieldName
  readonly problem?: FieldProblem | undefined
  readonly help?: ReactNode
  /** Beside the label: "optional". */
  readonly hint?: string
  readonly children: (control: ControlProps) => ReactNode
}

/** A label, its control, and under it what is wrong and how to cure it, else a word of help. */
export function FieldRow({ field, problem, help, hint, children }: FieldRowProps) {
  const { t } = useTranslation()
  const id = useId()
  const describedBy = `${id}-words`
  return (
    <div className="field-row" data-field={field}>
      <label className="field-label" htmlFor={id}>
        {t(`fields.${field}`)}
        {hint !== undefined && <span className="field-hint">{hint}</span>}
      </label>
      <div className="field-control">
        {children({ id, 'aria-describedby': describedBy, error: problem !== undefined })}
        <div id={describedBy} className="field-words">
          {problem !== undefined ? <ProblemWords problem={problem} /> : help}
        </div>
      </div>
    </div>
  )
}

function ProblemWords({ problem: { field, problem, value } }: { problem: FieldProblem }) {
  const { t } = useTranslation()
  const choose = problem === 'required' && chosenFields.includes(field)
  return (
    <span className="field-problem">
      <strong>{t(`problems.${problem}.reason`, { value })}</strong>{' '}
      {choose ? t('problems.required.cureChoose') : t(`problems.${problem}.cure`, { value })}
    </span>
  )
}
