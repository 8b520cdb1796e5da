import { Button, SegmentedControl, Textarea, TextInput } from '@mantine/core'
import { IconPlayerPlay } from '@tabler/icons-react'
import { useId, useMemo, useRef, useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { defaultRunOptions, type GpuChoice, type RunOptions } from '../../../shared/model/run-options.ts'
import type { TestTarget } from '../../../shared/model/test-run.ts'
import { useStores } from '../../stores/use-stores.ts'
import type { RunDialogTarget } from '../../stores/view-store.ts'
import { startTestAnyway } from '../project/project-actions.ts'
import { GpuPanel } from './gpu-panel.tsx'
import { GpuPicker } from './gpu-picker.tsx'
import { gpusText, parseGpus } from './option-fields.ts'
import { optionTexts, readOptions, type OptionTexts } from './read-options.ts'
import { RunCommandPreview } from './run-command-preview.tsx'
import './run-form.css'

/** Nothing of what is written can be marked. */
const noGpus: GpuChoice = { kind: 'count', count: 0 }

export function RunForm({ target, initial }: { target: RunDialogTarget; initial: RunOptions }) {
  const { t } = useTranslation()
  const stores = useStores()
  const [texts, setTexts] = useState(() => optionTexts(initial))
  const form = useRef<HTMLFormElement>(null)
  const { options, problems } = useMemo(() => readOptions(texts, target.target), [texts, target.target])
  const change = (changes: Partial<OptionTexts>): void => setTexts((known) => ({ ...known, ...changes }))

  function problemOf(field: keyof OptionTexts): string | null {
    const problem = problems[field]
    if (problem === undefined) return null
    const none = t(field === 'sharedMemory' ? 'runs.sharedMemoryNone' : 'runs.noLimit')
    return t(`runs.problems.${problem.code}`, { ...problem.values, none })
  }

  async function run(image: TestTarget): Promise<void> {
    const chosen = readOptions(texts, image).options
    if (chosen === null) {
      form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
      return
    }
    stores.view.getState().closeRunDialog()
    await startTestAnyway(stores, { ...target, target: image, options: chosen })
  }

  return (
    <form
      ref={form}
      className="run-form"
      aria-label={t('runs.options')}
      onSubmit={(event) => {
        event.preventDefault()
        void run(target.target)
      }}
    >
      {target.target === 'gpu' && <GpuPanel onCpu={() => void run('cpu')} />}
      <OptionRow label={t('runs.sharedMemory')} help={t('runs.sharedMemoryHint')} problem={problemOf('sharedMemory')}>
        {(control) => (
          <LimitInput
            {...control}
            value={texts.sharedMemory}
            placeholder={t('runs.sharedMemoryNone')}
            onChange={(sharedMemory) => change({ sharedMemory })}
          />
        )}
      </OptionRow>
      {target.target === 'gpu' && (
        <OptionRow label={t('runs.gpus')} help={t('runs.gpusHint')} problem={problemOf('gpus')}>
          {(control) => (
            <>
              <TextInput
                {...control}
                w={280}
                value={texts.gpus}
                onChange={(event) => change({ gpus: event.currentTarget.value })}
              />
              <GpuPicker
                chosen={parseGpus(texts.gpus) ?? noGpus}
                onChange={(choice) => change({ gpus: gpusText(choice) })}
              />
            </>
          )}
        </OptionRow>
      )}
      <OptionRow label={t('runs.memory')} help={t('runs.memoryHint')} problem={problemOf('memory')}>
        {(control) => (
          <LimitInput
            {...control}
            value={texts.memory}
            placeholder={t('runs.noLimit')}
            onChange={(memory) => change({ memory })}
          />
        )}
      </OptionRow>
      <OptionRow label={t('runs.cpus')} help={t('runs.cpusHint')} problem={problemOf('cpus')}>
        {(control) => (
          <LimitInput
            {...control}
            value={texts.cpus}
            placeholder={t('runs.noLimit')}
            onChange={(cpus) => change({ cpus })}
          />
        )}
      </OptionRow>
      <OptionRow label={t('runs.environment')} help={t('runs.environmentHint')} problem={problemOf('environment')}>
        {(control) => (
          <Textarea
            {...control}
            autosize
            minRows={2}
            maxRows={6}
            spellCheck={false}
            classNames={{ input: 'run-environment' }}
            placeholder="NCCL_DEBUG=INFO"
            value={texts.environment}
            onChange={(event) => change({ environment: event.currentTarget.value })}
          />
        )}
      </OptionRow>
      <OptionRow label={t('runs.user')} help={t(`runs.userHint.${texts.user}`)}>
        {({ id, 'aria-describedby': describedBy }) => (
          <SegmentedControl
            id={id}
            aria-describedby={describedBy}
            aria-label={t('runs.user')}
            data={(['image', 'own'] as const).map((value) => ({ value, label: t(`runs.users.${value}`) }))}
            value={texts.user}
            onChange={(value) => change({ user: value === 'own' ? 'own' : 'image' })}
          />
        )}
      </OptionRow>
      <RunCommandPreview target={target} options={options} />
      <div className="run-form-actions">
        <Button variant="subtle" color="gray" onClick={() => setTexts(optionTexts(defaultRunOptions))}>
          {t('runs.useDefaults')}
        </Button>
        <Button type="submit" data-autofocus disabled={options === null} leftSection={<IconPlayerPlay size={14} />}>
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

interface LimitInputProps extends OptionControl {
  readonly value: string
  readonly placeholder: string
  readonly onChange: (value: string) => void
}

function LimitInput({ onChange, ...rest }: LimitInputProps) {
  return <TextInput {...rest} w={140} spellCheck={false} onChange={(event) => onChange(event.currentTarget.value)} />
}
