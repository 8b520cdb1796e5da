import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { GpuFacts } from '../../core/doctor/machine.ts'

const nvidiaVendor = '0x10de'
/** Display controllers; the same cards have sound and USB as well. */
const displayClass = '0x03'
const toolkitPrograms = ['nvidia-container-runtime', 'nvidia-ctk', 'nvidia-container-cli']

/** NVIDIA's cards, driver and container toolkit, by what the kernel and the driver tell under `root`. */
export async function findGpu(root: string, hasProgram: (name: string) => Promise<boolean>): Promise<GpuFacts> {
  const [driver, cards, toolkit] = await Promise.all([
    readText(join(root, 'proc/driver/nvidia/version')),
    findCards(join(root, 'sys/bus/pci/devices')),
    Promise.all(toolkitPrograms.map(hasProgram)),
  ])
  // "NVRM version: NVIDIA UNIX x86_64 Kernel Module  550.54.14  …"
  const driverVersion = driver === null ? null : (/\b\d{3,}\.\d+(?:\.\d+)?\b/.exec(driver)?.[0] ?? '?')
  return { hasCard: cards || driverVersion !== null, driverVersion, hasToolkit: toolkit.includes(true) }
}

async function findCards(folder: string): Promise<boolean> {
  const devices = await readdir(folder).catch(() => [])
  const found = await Promise.all(
    devices.map(async (device) => {
      const [vendor, kind] = [
        await readText(join(folder, device, 'vendor')),
        await readText(join(folder, device, 'class')),
      ]
      return vendor?.trim() === nvidiaVendor && kind?.startsWith(displayClass) === true
    }),
  )
  return found.includes(true)
}

async function readText(path: string): Promise<string | null> {
  return readFile(path, 'utf8').catch(() => null)
}
