import { Checkbox } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Gpu } from '../../../shared/model/gpu.ts'
import type { GpuChoice } from '../../../shared/model/run-options.ts'
import { useFormat } from '../../i18n/format.ts'
import { useHealth } from '../../stores/use-stores.ts'
import { isChosen, toggleGpu } from './option-fields.ts'

interface GpuPickerProps {
  readonly chosen: GpuChoice
  readonly onChange: (choice: GpuChoice) => void
}

const bytesOfMb = 1024 * 1024
const noGpus: readonly Gpu[] = []

/** The GPUs of this machine, to choose with a click. */
export function GpuPicker({ chosen, onChange }: GpuPickerProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const gpus = useHealth((state) => state.gpus?.gpus ?? noGpus)
  if (gpus.length === 0) return null
  return (
    <div className="gpu-picker" role="group" aria-label={t('runs.gpusHere')}>
      {gpus.map((gpu) => (
        <Checkbox
          key={gpu.uuid}
          size="xs"
          label={[
            gpu.index,
            gpu.name,
            ...(gpu.memoryTotalBytes === null ? [] : [format.memory(gpu.memoryTotalBytes / bytesOfMb)]),
          ].join(' · ')}
          checked={isChosen(chosen, gpu)}
          onChange={() => onChange(toggleGpu(chosen, gpu, gpus))}
        />
      ))}
    </div>
  )
}
