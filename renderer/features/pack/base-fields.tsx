import { Input, Select } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { BaseChoice } from '../../../shared/model/base-image.ts'
import { frameworkOf } from '../../../shared/uaitrain/combinations.ts'
import { useAccount } from '../../stores/use-stores.ts'
import { FieldRow } from '../../ui/field-row.tsx'
import { baseLabel, baseOptions, baseValue, chooseBase, ownValue } from './base-options.ts'
import type { FormPart } from './form-part.ts'

export function BaseFields(part: FormPart) {
  const { t } = useTranslation()
  const { settings, change, problemOf } = part
  const account = useAccount(settings.accountId)
  const { base, internalUhub } = settings
  const value = baseValue(base)
  return (
    <section className="form-section">
      <h2>{t('form.sections.base')}</h2>
      <FieldRow field="base" problem={problemOf('base')} help={value === ownValue ? t('form.ownBaseHint') : undefined}>
        {(control) => (
          <Select
            {...control}
            searchable
            allowDeselect={false}
            title={baseLabel(base, t)}
            classNames={{ input: 'framework-input' }}
            maxDropdownHeight={320}
            nothingFoundMessage={t('bases.nothingFound')}
            data={baseOptions(base, t)}
            value={value}
            onChange={(chosen) => change({ base: chooseBase(chosen, { account, internalUhub }) })}
          />
        )}
      </FieldRow>
      {base.kind === 'own' && <OwnImages base={base} {...part} />}
      {frameworkOf(base) === 'caffe' && <CaffeFields {...part} />}
    </section>
  )
}

function OwnImages({ base, settings, change, problemOf }: FormPart & { base: BaseChoice & { kind: 'own' } }) {
  const { t } = useTranslation()
  const hasNoTwin = settings.acceleratorType === 'gpu' && base.cpuImage === ''
  return (
    <>
      <FieldRow field="baseCpu" problem={problemOf('baseCpu')} help={hasNoTwin ? t('bases.noCpuTwin') : undefined}>
        {(control) => (
          <Input
            {...control}
            classNames={{ input: 'mono-input' }}
            spellCheck={false}
            value={base.cpuImage}
            onChange={(event) => change({ base: { ...base, cpuImage: event.currentTarget.value.trim() } })}
          />
        )}
      </FieldRow>
      {settings.acceleratorType === 'gpu' && (
        <FieldRow field="baseGpu" problem={problemOf('baseGpu')}>
          {(control) => (
            <Input
              {...control}
              classNames={{ input: 'mono-input' }}
              spellCheck={false}
              value={base.gpuImage}
              onChange={(event) => change({ base: { ...base, gpuImage: event.currentTarget.value.trim() } })}
            />
          )}
        </FieldRow>
      )}
    </>
  )
}

/** Caffe's own two, in place of the train parameters. */
function CaffeFields({ settings, change, problemOf }: FormPart) {
  const { t } = useTranslation()
  return (['solver', 'snapshot'] as const).map((field) => (
    <FieldRow
      key={field}
      field={field}
      problem={problemOf(field)}
      help={field === 'solver' ? t('bases.solverHint') : undefined}
    >
      {(control) => (
        <Input
          {...control}
          classNames={{ input: 'mono-input' }}
          spellCheck={false}
          placeholder={field === 'solver' ? '/data/solver.prototxt' : ''}
          value={settings[field]}
          onChange={(event) => change({ [field]: event.currentTarget.value })}
        />
      )}
    </FieldRow>
  ))
}
