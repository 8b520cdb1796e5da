import type { JobId } from '../../../shared/model/ids.ts'
import type { PackRecord } from '../../../shared/model/pack-record.ts'
import type { AppStores } from '../../stores/app-stores.ts'
import { startTest, telling } from '../project/project-actions.ts'

export async function pushAgain(stores: AppStores, wish: { packJobId: JobId; reference: string }): Promise<void> {
  await telling(stores, async () => {
    await stores.client.call('jobs.startPush', wish)
  })
}

export async function pullBack(stores: AppStores, packJobId: JobId): Promise<void> {
  await telling(stores, async () => {
    await stores.client.call('jobs.startPull', packJobId)
  })
}

/** Shows the new pack where the project is still there, else as a record. */
export async function packAgain(stores: AppStores, { job }: PackRecord): Promise<void> {
  await telling(stores, async () => {
    const id = await stores.client.call('jobs.packAgain', job.id)
    const view = stores.view.getState()
    if (job.projectId === null) view.showPast({ kind: 'record', id })
    else {
      view.selectProject(job.projectId)
      view.showPack(job.projectId, id)
    }
  })
}

export async function testAgain(stores: AppStores, { job }: PackRecord, target: 'cpu' | 'gpu'): Promise<void> {
  if (job.projectId === null) {
    await telling(stores, async () => {
      await stores.jobs.getState().startTest({ packJobId: job.id, target })
    })
  } else {
    stores.view.getState().selectProject(job.projectId)
    await startTest(stores, { projectId: job.projectId, packJobId: job.id, target })
  }
}

export async function saveCommands(stores: AppStores, id: JobId): Promise<void> {
  await telling(stores, async () => {
    await stores.client.call('history.saveCommands', id)
  })
}

export async function exportRecord(stores: AppStores, id: JobId, withCode: boolean): Promise<void> {
  await telling(stores, async () => {
    await stores.client.call('history.exportFile', { id, withCode })
  })
}
