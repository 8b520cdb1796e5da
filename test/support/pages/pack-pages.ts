import type { Locator } from 'playwright-core'
import type { Lane, Stage, StageState } from '../../../shared/model/job.ts'
import type { Screen } from './screen.ts'

/** A pack at work. */
export function packRunning({ page, t }: Screen) {
  const region = page.getByRole('region', { name: t('pack.running') })
  return {
    region,
    log: region.getByRole('log', { name: t('log.label') }),
    showLog: region.getByRole('button', { name: t('pack.log'), exact: true }),
    /** A stage in one of its states. */
    stage(lane: Lane, stage: Stage, state: StageState): Locator {
      const stages =
        lane === 'shared'
          ? region.getByRole('list', { name: t('lanes.shared') })
          : region.getByRole('region', { name: t(`lanes.${lane}`) })
      return stages
        .getByRole('listitem')
        .filter({ hasText: t(`stages.${stage}.name`) })
        .filter({ has: page.getByRole('img', { name: t(`stageStates.${state}`) }) })
    },
    layers: region.getByRole('list', { name: t('pack.layers') }),
  }
}

/** What came of a pack that succeeded. */
export function packResult({ page, t }: Screen) {
  const region = page.getByRole('region', { name: t('pack.succeeded') })
  return {
    region,
    row: (lane: 'cpu' | 'gpu'): Locator => region.getByRole('row').filter({ hasText: new RegExp(`^${lane}`, 'i') }),
    command: (name: 'deploy' | 'cpuTest' | 'gpuTest'): Locator =>
      region.getByLabel(t(`commands.${name}`), { exact: true }),
    copy: (what: string): Locator => region.getByRole('button', { name: t('common.copyNamed', { what }), exact: true }),
    runCpuTest: region.getByRole('button', { name: t('result.runCpuTest') }),
    runGpuTest: region.getByRole('button', { name: t('result.runGpuTest') }),
    settings: region.getByRole('button', { name: t('pack.editSettings') }),
    bases: region.getByRole('button', { name: t('result.bases') }),
    notes: region.getByRole('region', { name: t('pack.notes') }),
  }
}

/** What is told, above the form, of a pack that did not succeed. */
export function packEnded({ page, t }: Screen) {
  const failed = page.getByRole('region', { name: t('jobStates.failed') })
  return {
    cancelled: page.getByRole('region', { name: t('jobStates.cancelled') }).getByText(t('pack.cancelled')),
    interrupted: page.getByRole('region', { name: t('jobStates.interrupted') }).getByText(t('pack.interrupted')),
    alert: failed.getByRole('alert'),
    remoteWords: failed.getByLabel(t('pack.remoteWords')),
  }
}
