import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { GpuFacts } from '../../core/doctor/machine.ts'

const nvidiaVendor = '0x10de'
/** Display controllers; the same cards have sound and USB as well. */
const displayClass = '0x03'
/** What the engine looks for (moby, `daemon/nvidia_linux.go`). */
const hookProgram = 'nvidia-container-runtime-hook'
/** `kind` of a specification (https://github.com/cncf-tags/container-device-interface). */
const cdiKind = /^\s*"?kind"?\s*:\s*["']?nvidia\.com\/gpu["',\s]/m
const toolkitPrograms = ['nvidia-container-runtime', 'nvidia-ctk', 'nvidia-container-cli']

/** NVIDIA's cards, driver and container toolkit, by what the kernel and the driver tell under `root`. */
export async function findGpu(root: string, hasProgram: (name: string) => Promise<boolean>): Promise<GpuFacts> {
  const [driver, cards, toolkit, hasHook] = await Promise.all([
    readText(join(root, 'proc/driver/nvidia/version')),
    findCards(join(root, 'sys/bus/pci/devices')),
    Promise.all(toolkitPrograms.map(hasProgram)),
    hasProgram(hookProgram),
  ])
  // "NVRM version: NVIDIA UNIX x86_64 Kernel Module  550.54.14  …"
  const driverVersion = driver === null ? null : (/\b\d{3,}\.\d+(?:\.\d+)?\b/.exec(driver)?.[0] ?? '?')
  return { hasCard: cards || driverVersion !== null, driverVersion, hasToolkit: toolkit.includes(true), hasHook }
}

/** Whether a specification of CDI in these folders, JSON or YAML, is one of NVIDIA's GPUs. */
export async function hasCdiGpus(folders: readonly string[]): Promise<boolean> {
  const files = await Promise.all(
    folders.map(async (folder) => (await readdir(folder).catch(() => [])).map((name) => join(folder, name))),
  )
  const texts = await Promise.all(
    files
      .flat()
      .filter((path) => /\.(?:json|ya?ml)$/.test(path))
      .map(readText),
  )
  return texts.some((text) => text !== null && cdiKind.test(text))
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
