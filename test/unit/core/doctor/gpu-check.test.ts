import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { findGpu } from '../../../../electron/adapters/machine/gpu.ts'
import { checkGpu } from '../../../../electron/core/doctor/checks/gpu.ts'
import { commandsOf, outcomeOf, wellMachine, wellTools } from '../../../support/doctor-tools.ts'
import { FakeEngine } from '../../../support/fake-engine.ts'
import { makeTemporaryFolder } from '../../../support/temporary-folder.ts'
import { writeFiles } from '../../../support/write-files.ts'

const driverFile =
  'NVRM version: NVIDIA UNIX x86_64 Kernel Module  550.54.14  Thu Feb 22 01:44:30 UTC 2024\nGCC version:\n'
const card = { vendor: '0x10de\n', class: '0x030200\n' }
const sound = { vendor: '0x10de\n', class: '0x040300\n' }
const otherCard = { vendor: '0x1002\n', class: '0x030000\n' }

async function rootWith(options: { devices?: (typeof card)[]; driver?: string }): Promise<string> {
  const root = await makeTemporaryFolder()
  const devices = join(root, 'sys/bus/pci/devices')
  await mkdir(devices, { recursive: true })
  for (const [index, device] of (options.devices ?? []).entries()) {
    await writeFiles(join(devices, `0000:0${index}:00.0`), device)
  }
  if (options.driver !== undefined) await writeFiles(join(root, 'proc/driver/nvidia'), { version: options.driver })
  return root
}

const nothing = () => Promise.resolve(false)

describe('what the system tells of GPUs', () => {
  it('is a card of NVIDIA, and not its sound, nor anybody else’s card', async () => {
    expect(await findGpu(await rootWith({ devices: [otherCard, sound] }), nothing)).toEqual({
      ...{ hasCard: false, driverVersion: null, hasToolkit: false },
    })
    expect(await findGpu(await rootWith({ devices: [otherCard, card] }), nothing)).toMatchObject({ hasCard: true })
  })

  it('is the driver’s version, and the toolkit', async () => {
    const root = await rootWith({ driver: driverFile })
    const hasToolkit = (name: string): Promise<boolean> => Promise.resolve(name === 'nvidia-ctk')
    const facts = { hasCard: true, driverVersion: '550.54.14', hasToolkit: true }
    expect(await findGpu(root, hasToolkit)).toEqual(facts)
  })
})

describe('the check of GPUs', () => {
  const withGpu = (hasToolkit: boolean, driverVersion: string | null, runtimes: string[] = ['runc']) => {
    const fake = new FakeEngine()
    const { signal } = new AbortController()
    return wellTools({
      machine: wellMachine({ findGpu: () => Promise.resolve({ hasCard: true, driverVersion, hasToolkit }) }),
      engine: { describe: () => fake.describe(), health: async () => ({ ...(await fake.health(signal)), runtimes }) },
    })
  }

  it('finds nothing to cure without a card, and all in order with a runtime', async () => {
    expect((await outcomeOf(checkGpu, wellTools())).code).toBe('gpu-none')
    expect(await outcomeOf(checkGpu, withGpu(true, '550.54', ['runc', 'nvidia']))).toMatchObject({
      code: 'gpu-ready',
      values: { driver: '550.54' },
    })
  })

  it('names what is missing: driver, toolkit, or the toolkit’s runtime alone', async () => {
    const noDriver = await outcomeOf(checkGpu, withGpu(false, null))
    expect(noDriver.code).toBe('gpu-driver-missing')
    expect(commandsOf(noDriver)).toEqual(['sudo apt-get install -y nvidia-driver'])
    const configure = 'sudo nvidia-ctk runtime configure --runtime=docker && sudo systemctl restart docker'
    expect(commandsOf(await outcomeOf(checkGpu, withGpu(true, '550.54')))).toEqual([configure])
    expect(commandsOf(await outcomeOf(checkGpu, withGpu(false, '550.54')))).toEqual([
      `sudo apt-get install -y nvidia-container-toolkit && ${configure}`,
    ])
  })
})
