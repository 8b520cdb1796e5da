import type { Owner } from '../../../shared/uaitrain/run-command.ts'
import type { ContainerSpec, Engine } from '../ports/engine.ts'
import { jobLabel, type TestPlan } from './plan-test.ts'

const outputMount = '/data/output'
const timeLimitMs = 60_000

/**
 * A container writes as root. One more of the same image, cut off from the network, gives what the run made to the
 * user, since the app itself may not. Older files keep their owner.
 */
export async function giveOutputs(
  plan: TestPlan,
  options: { engine: Engine; owner: Owner; sinceMs: number },
): Promise<void> {
  const { engine, owner, sinceMs } = options
  const made = `-uid 0 -newerct @${(sinceMs / 1000).toFixed(3)}`
  const spec: ContainerSpec = {
    image: plan.imageId,
    command: ['/bin/sh', '-c', `find ${outputMount} -mindepth 1 ${made} -exec chown -h ${owner.uid}:${owner.gid} {} +`],
    mounts: [{ source: plan.project.testOutputPath, target: outputMount }],
    environment: {},
    labels: { [jobLabel]: plan.jobId },
    runtime: null,
    network: 'none',
  }
  const signal = AbortSignal.timeout(timeLimitMs)
  const id = await engine.createContainer(spec, signal)
  try {
    await engine.startContainer(id, signal)
    await engine.waitContainer(id, signal)
  } finally {
    await engine.removeContainer(id)
  }
}
