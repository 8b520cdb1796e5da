import { quoteWord } from '../../../../shared/uaitrain/shell-words.ts'
import { commandCures, type Check } from '../check.ts'

/** May this user use the engine's socket? */
export const checkPermission: Check = {
  id: 'permission',
  async run({ engineFacts, machine }) {
    const { isRemote, socketPath, socket } = await engineFacts()
    if (isRemote || socketPath === null) return { code: 'permission-remote' }
    if (socket === null) return { code: 'engine-needed' }
    const user = machine.userName()
    if (socket.mayUse) return { code: 'permission-fine', values: { user, path: socketPath } }
    const { owner, group, groupMembers, groupMayUse } = socket
    const values = { user, group, owner, path: socketPath }
    if (!groupMayUse || group === 'root') {
      const grant = `sudo setfacl -m u:${quoteWord(user)}:rw ${quoteWord(socketPath)}`
      return { code: 'permission-owner', values, cures: commandCures(grant) }
    }
    // A new group counts from the next session on; `newgrp` begins one in the terminal.
    const useNow = `newgrp ${quoteWord(group)}`
    if (groupMembers.includes(user)) return { code: 'permission-session', values, cures: commandCures(useNow) }
    const join = `sudo usermod -aG ${quoteWord(group)} ${quoteWord(user)}`
    return { code: 'permission-group', values, cures: commandCures(join, useNow) }
  },
}
