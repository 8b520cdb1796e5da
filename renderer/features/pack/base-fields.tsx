import { Input, Select } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { BaseChoice, Combination } from '../../../shared/model/base-image.ts'
import { combinations, defaultCombination, findCombination } from '../../../shared/uaitrain/combinations.ts'
import { FieldRow } from '../../ui/field-row.tsx'
import type { FormPart } from './form-part.ts'

const own = 'own'

export function BaseFields({ settings, change, problemOf }: FormPart) {
  const { t } = useTranslation()
  const { base } = settings
  const label = base.kind === 'own' ? t('form.ownBase') : combinationWords(base)
  const unknown = base.kind === 'combination' && findCombination(base) === null ? [optionOf(base)] : []

  function choose(value: string | null): void {
    const { aiFramework, os, python } = combinations.find((one) => keyOf(one) === value) ?? defaultCombination
    const ownImages: BaseChoice = { kind: 'own', cpuImage: '', gpuImage: '' }
    change({ base: value === own ? ownImages : { kind: 'combination', aiFramework, os, python } })
  }

  return (
    <section className="form-section">
      <h2>{t('form.sections.base')}</h2>
      <FieldRow field="base" problem={problemOf('base')} help={base.kind === 'own' ? t('form.ownBaseHint') : undefined}>
        {(control) => (
          <Select
            {...control}
            allowDeselect={false}
            title={label}
            classNames={{ input: 'framework-input' }}
            data={[...combinations.map(optionOf), ...unknown, { value: own, label: t('form.ownBase') }]}
            value={base.kind === 'own' ? own : keyOf(base)}
            onChange={choose}
          />
        )}
      </FieldRow>
      {base.kind === 'own' && <OwnImages base={base} change={change} problemOf={problemOf} settings={settings} />}
    </section>
  )
}

function OwnImages({ base, settings, change, problemOf }: FormPart & { base: BaseChoice & { kind: 'own' } }) {
  return (
    <>
      <FieldRow field="baseCpu" problem={problemOf('baseCpu')}>
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

function keyOf({ aiFramework, os, python }: Combination): string {
  return `${aiFramework}|${os}|${python}`
}

function optionOf(combination: Combination): { value: string; label: string } {
  return { value: keyOf(combination), label: combinationWords(combination) }
}

/** `pytorch-0.4`, `python-3.6.2`, `ubuntu-16.04` as one reads them: "PyTorch 0.4 · Python 3.6.2 · Ubuntu 16.04". */
function combinationWords({ aiFramework, os, python }: Combination): string {
  return [aiFramework, python, os].map(productWords).join(' · ')
}

const productNames: Readonly<Record<string, string>> = { pytorch: 'PyTorch', python: 'Python', ubuntu: 'Ubuntu' }

function productWords(name: string): string {
  const dash = name.lastIndexOf('-')
  const product = name.slice(0, Math.max(dash, 0))
  return dash < 0 ? name : `${productNames[product] ?? product} ${name.slice(dash + 1)}`
}
