import { remoteWords, fromErrorData } from '../../../../shared/errors.ts'
import { commandCures, type Check, type CheckContext } from '../check.ts'
import { isRootless } from './engine.ts'

/** Does the engine answer? */
export const checkRunning: Check = {
  id: 'running',
  async run({ engineFacts, engineAnswer, machine }) {
    const { place, isRemote, socketPath, socket } = await engineFacts()
    const values = { address: place.address }
    // Told by the checks before this one.
    if (socketPath !== null && socket?.mayUse !== true) return { code: 'engine-needed' }
    const { problem, isSilent } = await engineAnswer()
    if (problem === null) return { code: 'running-fine', values }
    const words = remoteWords(fromErrorData(problem))
    if (problem.code !== 'engine-stopped') return { code: 'engine-refused', values, words }
    // Whatever listens without an answer is not started, but started anew.
    const command = isRemote ? null : await serviceCommand(machine, isSilent ? 'restart' : 'start', socketPath)
    const code = isSilent ? 'engine-unanswered' : 'engine-stopped'
    return { code, values, words, cures: commandCures(command) }
  },
}

async function serviceCommand(
  machine: CheckContext['machine'],
  verb: 'start' | 'restart',
  socketPath: string | null,
): Promise<string | null> {
  if (machine.platform !== 'linux') return null
  if (!(await machine.hasSystemd())) return `sudo service docker ${verb}`
  return isRootless(socketPath) ? `systemctl --user ${verb} docker` : `sudo systemctl ${verb} docker`
}
