import { commandCures, type Check, type CheckContext } from '../check.ts'

/** Is there an engine, and which one would be used? */
export const checkEngine: Check = {
  id: 'engine',
  async run({ engineFacts, machine }) {
    const { place, isRemote, socketPath, socket } = await engineFacts()
    const { address, missingContext } = place
    if (missingContext !== null) {
      const command = place.foundBy === 'variable' ? null : 'docker context use default'
      return { code: 'context-missing', values: { name: missingContext }, cures: commandCures(command) }
    }
    if (isRemote) return { code: 'engine-remote', values: { address } }
    if (socketPath !== null && socket === null) {
      if (place.foundBy === 'variable') {
        return { code: 'host-missing', values: { address }, cures: commandCures('unset DOCKER_HOST') }
      }
      return { code: 'engine-missing', values: { address }, cures: commandCures(await installCommand(machine)) }
    }
    return { code: isRootless(socketPath) ? 'engine-rootless' : 'engine-local', values: { address } }
  },
}

export function isRootless(socketPath: string | null): boolean {
  return socketPath?.startsWith('/run/user/') === true
}

async function installCommand(machine: CheckContext['machine']): Promise<string | null> {
  switch (await machine.findPackageManager()) {
    case 'apt':
      return 'sudo apt-get update && sudo apt-get install -y docker.io'
    case 'dnf':
      return 'sudo dnf install -y moby-engine && sudo systemctl enable --now docker'
    case null:
      return null
  }
}
