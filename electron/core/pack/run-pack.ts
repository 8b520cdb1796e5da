import { rename } from 'node:fs/promises'
import { cancelled, isCancelled } from '../../../shared/errors.ts'
import type { Note, PackResult } from '../../../shared/model/pack.ts'
import { errorWords } from '../error-words.ts'
import { ImageChanges } from './image-changes.ts'
import type { Milestone } from './milestone.ts'
import type { PackContext, PackDependencies } from './pack-context.ts'
import { PackLog } from './pack-log.ts'
import { packStages } from './pack-stages.ts'
import type { PackPlan } from './plan.ts'
import type { Activities } from './stage.ts'

/**
 * Runs a pack. A pack that fails or is cancelled leaves the images as they were before it; after a failure that came
 * once images had changed, the command file of an earlier pack is set aside, so that it is not taken for this one's.
 * By the time an error is thrown everything is cleaned up, and a note tells of each image that could not be put back.
 */
export async function* runPack(plan: PackPlan, dependencies: PackDependencies): Activities<PackResult> {
  const log = new PackLog(dependencies.clock, dependencies.redact)
  const changes = new ImageChanges(dependencies.engine)
  const context: PackContext = { plan, dependencies, changes, signal: dependencies.signal }
  const milestone: Milestone = { reached: 'none' }
  let isOver = false
  try {
    const result = yield* recorded(packStages(context, { milestone, log }), { log, redact: dependencies.redact })
    isOver = true
    return result
  } catch (error) {
    isOver = true
    const ending = dependencies.signal.aborted && milestone.reached !== 'pushed' ? cancelled() : error
    for (const note of await cleanUp(context, { milestone, log, ending })) yield { type: 'note', note }
    throw ending
  } finally {
    // The reader left.
    if (!isOver) await cleanUp(context, { milestone, log, ending: cancelled() })
  }
}

async function* recorded<Result>(
  activities: Activities<Result>,
  { log, redact }: { log: PackLog; redact: (text: string) => string },
): Activities<Result> {
  try {
    for (;;) {
      const step = await activities.next()
      if (step.done === true) return step.value
      log.add(step.value)
      yield step.value.type === 'log' ? { ...step.value, text: redact(step.value.text) } : step.value
    }
  } finally {
    await activities.return(undefined as Result)
  }
}

/** Returns what is to be told of it. */
async function cleanUp(
  { plan, dependencies, changes }: PackContext,
  { milestone, log, ending }: { milestone: Milestone; log: PackLog; ending: unknown },
): Promise<readonly Note[]> {
  if (milestone.reached === 'written') return []
  // What is in the registry cannot be taken back, and the images here should be those that are there.
  const isPushed = milestone.reached === 'pushed'
  const { moved, notes } = isPushed ? { moved: true, notes: [] } : await changes.undo()
  const commandsAreStale = moved && (isPushed || notes.length > 0 || !isCancelled(ending))
  if (commandsAreStale) await setAside(plan)
  if (isCancelled(ending) || milestone.reached === 'none') return notes
  for (const note of notes) log.add({ type: 'note', note })
  log.line(`failed: ${errorWords(ending)}`)
  try {
    await dependencies.files.replace(plan.logFilePath, log.text())
  } catch {
    // The failure that ended the pack is the one to tell.
  }
  return notes
}

async function setAside({ commandFilePath, previousCommandFilePath }: PackPlan): Promise<void> {
  try {
    await rename(commandFilePath, previousCommandFilePath)
  } catch {
    // There was none, or the folder is gone: either way none is left that could be taken for this pack's.
  }
}
