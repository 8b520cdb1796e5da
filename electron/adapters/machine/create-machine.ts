import { access, constants, stat, statfs } from 'node:fs/promises'
import { userInfo } from 'node:os'
import { delimiter, join } from 'node:path'
import type { Machine, SocketFacts } from '../../core/doctor/machine.ts'
import { findEnginePlace, systemAddressSource } from '../docker/engine-address.ts'
import { findGpu, hasCdiGpus } from './gpu.ts'
import { groupOf, nameOfUser } from './names.ts'
import { readProxies } from './proxies.ts'

export interface MachineOptions {
  readonly environment?: Readonly<Record<string, string | undefined>>
  /** What stands for `/` where the system tells of its devices. */
  readonly root?: string
}

/** This machine, as its own files tell of it. Nothing is started and nothing is asked over a network. */
export function createMachine({ environment = process.env, root = '/' }: MachineOptions = {}): Machine {
  const programs = (environment['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '')
  const hasProgram = async (name: string): Promise<boolean> => {
    const found = await Promise.all(programs.map((folder) => isThere(join(folder, name), constants.X_OK)))
    return found.includes(true)
  }
  return {
    platform: process.platform,
    userName: () => userInfo().username,
    findEngine: () => findEnginePlace({ ...systemAddressSource(), environment }),
    inspectSocket,
    measureDisk: async (path) => {
      try {
        const { bavail, blocks, bsize } = await statfs(path)
        return { freeBytes: bavail * bsize, totalBytes: blocks * bsize }
      } catch {
        // Not on this machine, or not for us to see.
        return null
      }
    },
    findGpu: () => findGpu(root, hasProgram),
    hasCdiGpus: (folders) => hasCdiGpus(folders.map((folder) => join(root, folder))),
    hasSystemd: () => isThere(join(root, 'run/systemd/system')),
    findPackageManager: async () => {
      if (await hasProgram('apt-get')) return 'apt'
      return (await hasProgram('dnf')) ? 'dnf' : null
    },
    proxies: () => readProxies(environment),
  }
}

async function inspectSocket(path: string): Promise<SocketFacts | null> {
  // A folder that may not be looked into hides its socket as one that is not there does.
  const status = await stat(path).catch(() => null)
  if (status === null) return null
  const group = await groupOf(status.gid)
  return {
    owner: await nameOfUser(status.uid),
    group: group.name,
    groupMembers: group.members,
    groupMayUse: (status.mode & 0o060) === 0o060,
    mayUse: await isThere(path, constants.R_OK | constants.W_OK),
  }
}

async function isThere(path: string, mode: number = constants.F_OK): Promise<boolean> {
  try {
    await access(path, mode)
    return true
  } catch {
    return false
  }
}
