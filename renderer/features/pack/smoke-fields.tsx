import { Switch } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { smokeLimits } from '../../../shared/model/smoke.ts'
import { FieldRow } from '../../ui/field-row.tsx'
import { NumberField } from '../../ui/number-field.tsx'
import type { FormPart } from './form-part.ts'

/** The gate before a push: on or off, and how long the CPU image may run in it. */
export function SmokeFields({ settings, change, problemOf }: FormPart) {
  const { t } = useTranslation()
  const { smokeSeconds } = settings
  const { min, max, usual } = smokeLimits
  return (
    <>
      <div className="form-switch">
        <Switch
          label={t('smoke.switch')}
          description={t('smoke.switchHint')}
          checked={smokeSeconds !== null}
          onChange={(event) => change({ smokeSeconds: event.currentTarget.checked ? usual : null })}
        />
      </div>
      {smokeSeconds !== null && (
        <FieldRow field="smokeSeconds" problem={problemOf('smokeSeconds')} help={t('smoke.secondsHint')}>
          {(control) => (
            <NumberField
              control={control}
              min={min}
              max={max}
              value={Number.isNaN(smokeSeconds) ? null : smokeSeconds}
              // Null is the switch; an empty field is still to be filled in.
              onChange={(seconds) => change({ smokeSeconds: seconds ?? Number.NaN })}
            />
          )}
        </FieldRow>
      )}
    </>
  )
}
