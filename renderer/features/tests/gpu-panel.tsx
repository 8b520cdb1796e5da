import { Button } from '@mantine/core'
import { IconPlayerPlay } from '@tabler/icons-react'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { unlessCancelled } from '../../ipc/error-data.ts'
import { useHealth, useStores } from '../../stores/use-stores.ts'
import { StateMark } from '../../ui/state-mark.tsx'
import { FindingCures } from '../doctor/finding-cures.tsx'
import { FindingWords } from '../doctor/finding-row.tsx'
import { markOfVerdict } from '../doctor/mark-of-verdict.ts'
import '../doctor/doctor.css'

/** What is in the way of a GPU test, how to get it, and the test that needs no GPU. */
export function GpuPanel({ onCpu }: { onCpu: () => void }) {
  const { t } = useTranslation()
  const { health, view } = useStores()
  const finding = useHealth((state) => state.gpus?.finding)

  useEffect(() => {
    health
      .getState()
      .checkGpus()
      .catch((error: unknown) => view.getState().tellProblem(unlessCancelled(error)))
  }, [health, view])

  if (finding === undefined || finding.verdict === 'ok') return null
  return (
    <section className="panel panel-warn gpu-panel selectable" aria-label={t('runs.gpuState')}>
      <div className="panel-mark">
        <StateMark mark={markOfVerdict[finding.verdict]} />
      </div>
      <div className="panel-body finding-body">
        <FindingWords finding={finding} />
        <FindingCures finding={finding} forProject={null} />
        <div className="panel-actions">
          <Button variant="default" size="xs" leftSection={<IconPlayerPlay size={14} />} onClick={onCpu}>
            {t('result.runCpuTest')}
          </Button>
        </div>
      </div>
    </section>
  )
}
