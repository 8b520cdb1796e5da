import { Button } from '@mantine/core'
import { IconFolderOpen, IconPlayerPlay, IconSettings } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Job } from '../../../shared/model/job.ts'
import type { PackResult } from '../../../shared/model/pack.ts'
import type { Project } from '../../../shared/model/project.ts'
import { useFormat } from '../../i18n/format.ts'
import { unlessCancelled } from '../../ipc/error-data.ts'
import { useHealth, useJobView, useStores } from '../../stores/use-stores.ts'
import { CommandBlock } from '../../ui/command-block.tsx'
import { Disclosure } from '../../ui/disclosure.tsx'
import { MiddleText } from '../../ui/middle-text.tsx'
import { StateMark } from '../../ui/state-mark.tsx'
import { LogView } from '../log/log-view.tsx'
import { useFindingWords } from '../doctor/use-finding-words.ts'
import { SmokeBadgeView } from '../history/smoke-badge.tsx'
import { useRecord } from '../history/use-record.ts'
import { startTest } from '../project/project-actions.ts'
import { ImageTable } from './image-table.tsx'
import { NoteList } from './note-list.tsx'
import { TransferDisclosure } from './transfer-disclosure.tsx'
import './pack.css'

interface PackResultViewProps {
  readonly job: Job
  readonly result: PackResult
  readonly project: Project
}

export function PackResultView({ job, result, project }: PackResultViewProps) {
  const { t } = useTranslation()
  const stores = useStores()
  const format = useFormat()
  const { notes } = useJobView(job.id)
  const { commands, baseImages } = result
  // The badge is the image's: it may have been tried by an earlier pack, which this one pushed all the same.
  const badge = useRecord(job.id).record?.smoke ?? result.smoke

  async function openFolder(): Promise<void> {
    try {
      await stores.client.call('app.showInFolder', result.commandFilePath)
    } catch (error) {
      stores.view.getState().tellProblem(unlessCancelled(error))
    }
  }

  return (
    <div className="page" role="region" aria-label={t('pack.succeeded')}>
      <div className="result-head">
        <StateMark mark="done" />
        <div className="result-title">
          <strong>
            {t('pack.succeeded')}
            {badge !== null && <SmokeBadgeView badge={badge} />}
          </strong>
          <span>
            {format.dateTime(job.endedAt ?? job.startedAt)} ·{' '}
            {t('result.took', {
              count: result.fileCount,
              size: format.bytes(result.codeBytes),
              time: format.duration((job.endedAt ?? job.startedAt) - job.startedAt),
            })}
            {result.transfer?.existed === true && ` · ${t('result.unchanged')}`}
          </span>
        </div>
        <Button
          variant="default"
          leftSection={<IconSettings size={14} />}
          onClick={() => stores.view.getState().showForm(project.id)}
        >
          {t('pack.editSettings')}
        </Button>
      </div>
      <ImageTable images={result.images} />
      <TestButtons job={job} result={result} project={project} />
      <section className="result-commands" aria-label={t('result.commands')}>
        <div className="result-commands-head">
          <h2>{t('result.commands')}</h2>
          <MiddleText text={result.commandFilePath} mono />
          <Button
            variant="default"
            size="xs"
            leftSection={<IconFolderOpen size={14} />}
            onClick={() => void openFolder()}
          >
            {t('result.openFolder')}
          </Button>
        </div>
        <CommandBlock name={t('commands.deploy')} command={commands.deploy} />
        {commands.cpuTest !== null && <CommandBlock name={t('commands.cpuTest')} command={commands.cpuTest} />}
        {commands.gpuTest !== null && <CommandBlock name={t('commands.gpuTest')} command={commands.gpuTest} />}
      </section>
      <NoteList notes={notes} />
      <TransferDisclosure result={result} />
      <Disclosure label={`${t('result.bases')} (${t(`result.baseSource.${baseImages.source}`)})`}>
        <div className="result-bases selectable">
          {baseImages.cpu !== null && <MiddleText text={baseImages.cpu} mono />}
          {baseImages.gpu !== null && <MiddleText text={baseImages.gpu} mono />}
        </div>
      </Disclosure>
      <Disclosure label={t('pack.log')}>
        <div className="log-box">
          <LogView jobId={job.id} running={false} />
        </div>
      </Disclosure>
    </div>
  )
}

/** Both tests are always offered; what may be in the way of the GPU one is said beside it. */
function TestButtons({ job, result, project }: PackResultViewProps) {
  const { t } = useTranslation()
  const stores = useStores()
  const tell = useFindingWords()
  const finding = useHealth((state) => state.gpus?.finding)
  const hasGpuImage = result.images.some((image) => image.lane === 'gpu')
  const hint = !hasGpuImage
    ? t('result.noGpuImage')
    : finding !== undefined && finding.verdict !== 'ok'
      ? tell(finding).seen
      : null
  const test = (target: 'cpu' | 'gpu'): void =>
    void startTest(stores, { projectId: project.id, packJobId: job.id, target })
  return (
    <div className="result-tests">
      <div className="result-test-buttons">
        <Button variant="light" leftSection={<IconPlayerPlay size={14} />} onClick={() => test('cpu')}>
          {t('result.runCpuTest')}
        </Button>
        <Button
          variant="default"
          leftSection={<IconPlayerPlay size={14} />}
          aria-describedby={hint === null ? undefined : 'gpu-test-hint'}
          onClick={() => test('gpu')}
        >
          {t('result.runGpuTest')}
        </Button>
      </div>
      {hint !== null && (
        <p id="gpu-test-hint" className="result-hint">
          {hint}
        </p>
      )}
    </div>
  )
}
