import { Input, Select } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { BaseChoice } from '../../../shared/model/base-image.ts'
import { parseImageRef } from '../../../shared/model/image-ref.ts'
import { frameworkOf } from '../../../shared/uaitrain/combinations.ts'
import { architectureOf, cardOf, CloudGpu } from '../../../shared/uaitrain/cuda.ts'
import { useAccount } from '../../stores/use-stores.ts'
import { FieldRow } from '../../ui/field-row.tsx'
import { BaseTestsPanel, type LaneImage } from '../bases/base-tests.tsx'
import { useBaseTests } from '../bases/use-base-tests.ts'
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
      {settings.acceleratorType === 'gpu' && <CloudGpuField {...part} />}
    </section>
  )
}

function OwnImages({ base, ...part }: FormPart & { base: BaseChoice & { kind: 'own' } }) {
  const { t } = useTranslation()
  const { settings, change, problemOf } = part
  const hasGpu = settings.acceleratorType === 'gpu'
  const images = (hasGpu ? (['cpu', 'gpu'] as const) : (['cpu'] as const)).flatMap((lane): LaneImage[] => {
    const image = lane === 'cpu' ? base.cpuImage : base.gpuImage
    return parseImageRef(image) === null ? [] : [{ lane, image }]
  })
  const tests = useBaseTests([...new Set(images.map(({ image }) => image))], settings.accountId)
  const untested = images.some(({ image }) => tests.facts[image] === undefined)
  /** What is in Docker needs no network to be tested, so that it need not be asked for. */
  const testLocal = (): void => void (untested && tests.start(false))
  return (
    <>
      <FieldRow
        field="baseCpu"
        problem={problemOf('baseCpu')}
        help={hasGpu && base.cpuImage === '' ? t('bases.noCpuTwin') : undefined}
      >
        {(control) => (
          <Input
            {...control}
            classNames={{ input: 'mono-input' }}
            spellCheck={false}
            value={base.cpuImage}
            onBlur={testLocal}
            onChange={(event) => change({ base: { ...base, cpuImage: event.currentTarget.value.trim() } })}
          />
        )}
      </FieldRow>
      {hasGpu && (
        <FieldRow field="baseGpu" problem={problemOf('baseGpu')}>
          {(control) => (
            <Input
              {...control}
              classNames={{ input: 'mono-input' }}
              spellCheck={false}
              value={base.gpuImage}
              onBlur={testLocal}
              onChange={(event) => change({ base: { ...base, gpuImage: event.currentTarget.value.trim() } })}
            />
          )}
        </FieldRow>
      )}
      <BaseTestsPanel images={images} tests={tests} settings={settings} change={change} />
    </>
  )
}

/** What the framework of the GPU image has to have code for. */
function CloudGpuField({ settings, change, problemOf }: FormPart) {
  const { t } = useTranslation()
  return (
    <FieldRow field="cloudGpu" problem={problemOf('cloudGpu')} help={t('bases.cloudGpuHint')}>
      {(control) => (
        <Select
          {...control}
          w={280}
          maw="100%"
          allowDeselect={false}
          data={CloudGpu.options.map((gpu) => {
            const card = `${cardOf(gpu)} · ${architectureOf(gpu)}`
            return { value: gpu, label: gpu === 'platform' ? t('bases.cloudGpuDefault', { card }) : card }
          })}
          value={settings.cloudGpu}
          onChange={(value) => change({ cloudGpu: CloudGpu.parse(value) })}
        />
      )}
    </FieldRow>
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
