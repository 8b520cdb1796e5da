import { quoteWord } from '../../../../shared/uaitrain/shell-words.ts'
import { commandCures, type Check } from '../check.ts'
import type { EnginePlace } from '../machine.ts'

/** Is there room where the engine keeps its images? */
export const checkDisk: Check = {
  id: 'disk',
  async run({ engineFacts, engineAnswer, machine, limits }) {
    const { isRemote, place } = await engineFacts()
    const { working } = await engineAnswer()
    if (working === null) return { code: 'engine-needed' }
    const { rootFolder: path, operatingSystem } = working
    // Docker Desktop keeps images in a machine of its own.
    const isElsewhere = isRemote || operatingSystem === 'Docker Desktop'
    const disk = isElsewhere ? null : await machine.measureDisk(path)
    if (disk === null) return { code: 'disk-elsewhere', values: { path } }
    const values = { path, ...disk }
    if (disk.freeBytes >= limits.lowDiskBytes) return { code: 'disk-fine', values }
    const isFull = disk.freeBytes < limits.fullDiskBytes
    return { code: isFull ? 'disk-full' : 'disk-low', values, cures: commandCures(pruneCommand(place)) }
  },
}

/** Shows what it would remove, and asks. The terminal finds the usual engine and the chosen context by itself. */
function pruneCommand({ address, foundBy }: EnginePlace): string {
  const isUsual = foundBy === 'context' || address === 'unix:///var/run/docker.sock'
  return `docker ${isUsual ? '' : `-H ${quoteWord(address)} `}system prune`
}
