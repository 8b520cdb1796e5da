import { Button, NumberInput, SegmentedControl, Textarea, TextInput } from '@mantine/core'
import { IconPlayerPlay } from '@tabler/icons-react'
import { useId, useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { defaultRunOptions, type GpuChoice, type RunOptions } from '../../../shared/model/run-options.ts'
import type { TestTarget } from '../../../shared/model/test-run.ts'
import { useStores } from '../../stores/use-stores.ts'
import type { RunDialogTarget } from '../../stores/view-store.ts'
import { startTestAnyway } from '../project/project-actions.ts'
import { GpuPanel } from './gpu-panel.tsx'
import { GpuPicker } from './gpu-picker.tsx'
import { environmentText, gpusText, parseEnvironment, parseGpus } from './option-fields.ts'
import { RunCommandPreview } from './run-command-preview.tsx'
import './run-form.css'

export function RunForm({ target, initial }: { target: RunDialogTarget; initial: RunOptions }) {
  const { t } = useTranslation()
  const stores = useStores()
  const [options, setOptions] = useState(initial)
  const [gpus, setGpus] = useState(gpusText(initial.gpus))
  const [environment, setEnvironment] = useState(environmentText(initial.environment))
  const [badGpus, badEnvironment] = [parseGpus(gpus) === null, parseEnvironment(environment) === null]
  const change = (changes: Partial<RunOptions>): void => setOptions((known) => ({ ...known, ...changes }))

  function useDefaults(): void {
    setOptions(defaultRunOptions)
    setGpus(gpusText(defaultRunOptions.gpus))
    setEnvironment(environmentText(defaultRunOptions.environment))
  }

  async function run(image: TestTarget): Promise<void> {
    stores.view.getState().closeRunDialog()
    await startTestAnyway(stores, { ...target, target: image, options })
  }

  function changeGpus(choice: GpuChoice): void {
    setGpus(gpusText(choice))
    change({ gpus: choice })
  }

  return (
    <form
      className="run-form"
      aria-label={t('runs.options')}
      onSubmit={(event) => {
        event.preventDefault()
        if (!badGpus && !badEnvironment) void run(target.target)
      }}
    >
      {target.target === 'gpu' && <GpuPanel onCpu={() => void run('cpu')} />}
      <OptionRow label={t('runs.sharedMemory')} help={t('runs.sharedMemoryHint')}>
        {(control) => (
          <Megabytes
            {...control}
            value={options.sharedMemoryMb}
            placeholder={t('runs.sharedMemoryNone')}
            onChange={(sharedMemoryMb) => change({ sharedMemoryMb })}
          />
        )}
      </OptionRow>
      {target.target === 'gpu' && (
        <OptionRow label={t('runs.gpus')} help={t('runs.gpusHint')} problem={badGpus ? t('runs.gpusBad') : null}>
          {(control) => (
            <>
              <TextInput
                {...control}
                w={280}
                value={gpus}
                onChange={({ currentTarget: { value } }) => {
                  setGpus(value)
                  const parsed = parseGpus(value)
                  if (parsed !== null) change({ gpus: parsed })
                }}
              />
              <GpuPicker chosen={options.gpus} onChange={changeGpus} />
            </>
          )}
        </OptionRow>
      )}
      <OptionRow label={t('runs.memory')} help={t('runs.memoryHint')}>
        {(control) => (
          <Megabytes
            {...control}
            value={options.memoryMb}
            placeholder={t('runs.noLimit')}
            onChange={(memoryMb) => change({ memoryMb })}
          />
        )}
      </OptionRow>
      <OptionRow label={t('runs.cpus')} help={t('runs.cpusHint')}>
        {(control) => (
          <NumberInput
            {...control}
            w={140}
            min={0.1}
            max={1024}
            step={1}
            allowNegative={false}
            placeholder={t('runs.noLimit')}
            value={options.cpus ?? ''}
            onChange={(value) => change({ cpus: typeof value === 'number' && value > 0 ? value : null })}
          />
        )}
      </OptionRow>
      <OptionRow
        label={t('runs.environment')}
        help={t('runs.environmentHint')}
        problem={badEnvironment ? t('runs.environmentBad') : null}
      >
        {(control) => (
          <Textarea
            {...control}
            autosize
            minRows={2}
            maxRows={6}
            spellCheck={false}
            classNames={{ input: 'run-environment' }}
            placeholder="NCCL_DEBUG=INFO"
            value={environment}
            onChange={({ currentTarget: { value } }) => {
              setEnvironment(value)
              const parsed = parseEnvironment(value)
              if (parsed !== null) change({ environment: parsed })
            }}
          />
        )}
      </OptionRow>
      <OptionRow label={t('runs.user')} help={t(`runs.userHint.${options.user}`)}>
        {({ id, 'aria-describedby': describedBy }) => (
          <SegmentedControl
            id={id}
            aria-describedby={describedBy}
            aria-label={t('runs.user')}
            data={(['image', 'own'] as const).map((value) => ({ value, label: t(`runs.users.${value}`) }))}
            value={options.user}
            onChange={(value) => change({ user: value === 'own' ? 'own' : 'image' })}
          />
        )}
      </OptionRow>
      <RunCommandPreview target={target} options={options} />
      <div className="run-form-actions">
        <Button variant="subtle" color="gray" onClick={useDefaults}>
          {t('runs.useDefaults')}
        </Button>
        <Button
          type="submit"
          data-autofocus
          disabled={badGpus || badEnvironment}
          leftSection={<IconPlayerPlay size={14} />}
        >
          {t('runs.run')}
        </Button>
      </div>
    </form>
  )
}

interface OptionControl {
  readonly id: string
  readonly 'aria-describedby': string
  readonly error: boolean
}

interface OptionRowProps {
  readonly label: string
  readonly help: string
  readonly problem?: string | null
  readonly children: (control: OptionControl) => ReactNode
}

function OptionRow({ label, help, problem = null, children }: OptionRowProps) {
  const id = useId()
  const describedBy = `${id}-words`
  return (
    <div className="field-row">
      <label className="field-label" htmlFor={id}>
        {label}
      </label>
      <div className="field-control">
        {children({ id, 'aria-describedby': describedBy, error: problem !== null })}
        <div id={describedBy} className="field-words">
          {problem === null ? help : <span className="field-problem">{problem}</span>}
        </div>
      </div>
    </div>
  )
}

interface MegabytesProps extends OptionControl {
  readonly value: number | null
  readonly placeholder: string
  readonly onChange: (value: number | null) => void
}

function Megabytes({ value, onChange, ...rest }: MegabytesProps) {
  return (
    <NumberInput
      {...rest}
      w={140}
      min={16}
      max={16_000_000}
      step={1024}
      suffix=" MB"
      allowDecimal={false}
      allowNegative={false}
      value={value ?? ''}
      onChange={(next) => onChange(typeof next === 'number' && next >= 16 ? next : null)}
    />
  )
}
