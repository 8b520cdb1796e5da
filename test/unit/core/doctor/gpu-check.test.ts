import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parseGpus } from '../../../../electron/adapters/gpu/nvidia-smi.ts'
import { findGpu, hasCdiGpus } from '../../../../electron/adapters/machine/gpu.ts'
import { checkGpu } from '../../../../electron/core/doctor/checks/gpu.ts'
import type { GpuFacts, Machine } from '../../../../electron/core/doctor/machine.ts'
import type { EngineGpuWays } from '../../../../electron/core/gpu/gpu-access.ts'
import type { Gpus } from '../../../../electron/core/ports/gpus.ts'
import { commandsOf, outcomeOf, wellMachine, wellTools } from '../../../support/doctor-tools.ts'
import { FakeEngine } from '../../../support/fake-engine.ts'
import { makeTemporaryFolder } from '../../../support/temporary-folder.ts'
import { writeFiles } from '../../../support/write-files.ts'

const fixtures = join(import.meta.dirname, '..', '..', '..', 'fixtures', 'gpu')
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
      ...{ hasCard: false, driverVersion: null, hasToolkit: false, hasHook: false },
    })
    expect(await findGpu(await rootWith({ devices: [otherCard, card] }), nothing)).toMatchObject({ hasCard: true })
  })

  it('is the driver’s version, and the toolkit', async () => {
    const root = await rootWith({ driver: driverFile })
    const hasToolkit = (name: string): Promise<boolean> => Promise.resolve(name === 'nvidia-ctk')
    const facts = { hasCard: true, driverVersion: '550.54.14', hasToolkit: true, hasHook: false }
    expect(await findGpu(root, hasToolkit)).toEqual(facts)
  })
})

describe('what this machine tells of CDI', () => {
  it('is a specification of NVIDIA’s GPUs, as JSON or YAML, and of nothing else', async () => {
    const folder = await makeTemporaryFolder()
    expect(await hasCdiGpus([join(folder, 'none'), folder])).toBe(false)
    await writeFiles(folder, {
      'vendor.yaml': 'cdiVersion: 0.5.0\nkind: vendor.com/gpu\ndevices:\n- name: nvidia.com/gpu\n',
      'nvidia.yaml.old': 'kind: nvidia.com/gpu\n',
    })
    expect(await hasCdiGpus([folder])).toBe(false)
    await writeFiles(folder, { 'nvidia.json': '{"cdiVersion":"0.5.0",\n "kind": "nvidia.com/gpu", "devices":[]}' })
    expect(await hasCdiGpus([folder])).toBe(true)
    expect(await hasCdiGpus([join(fixtures, 'cdi')])).toBe(true)
  })
})

interface Setup {
  readonly facts?: Partial<GpuFacts>
  readonly engine?: Partial<EngineGpuWays>
  readonly smi?: Awaited<ReturnType<Gpus['ask']>>
  readonly machine?: Partial<Machine>
}

describe('the check of GPUs', () => {
  const { signal } = new AbortController()
  const withGpu = ({ facts, engine, smi = null, machine }: Setup) => {
    const fake = new FakeEngine()
    const found = { hasCard: true, driverVersion: '550.54', hasToolkit: false, hasHook: false, ...facts }
    return wellTools({
      machine: wellMachine({ findGpu: () => Promise.resolve(found), ...machine }),
      gpus: { ask: () => Promise.resolve(smi) },
      engine: { describe: () => fake.describe(), health: async () => ({ ...(await fake.health(signal)), ...engine }) },
    })
  }

  it('finds nothing to cure without a card', async () => {
    expect((await outcomeOf(checkGpu, wellTools())).code).toBe('gpu-none')
  })

  it.each<[string, Setup, string]>([
    ['a runtime', { engine: { runtimes: ['runc', 'nvidia'] }, facts: { hasHook: true } }, '--runtime nvidia'],
    ['the engine’s own way', { facts: { hasHook: true }, engine: { cdiDevices: ['nvidia.com/gpu=0'] } }, '--gpus'],
    ['devices of CDI', { engine: { cdiDevices: ['amd.com/gpu=0', 'nvidia.com/gpu=0'] } }, '--device nvidia.com/gpu=…'],
    ['files of CDI', { machine: { hasCdiGpus: () => Promise.resolve(true) } }, '--device nvidia.com/gpu=…'],
  ])('finds all in order with %s', async (_, setup, way) => {
    const expected = { code: 'gpu-ready', values: { driver: '550.54', gpus: 'NVIDIA', way } }
    expect(await outcomeOf(checkGpu, withGpu(setup))).toMatchObject(expected)
  })

  it('names the cards as their driver does, which the kernel of WSL does not know', async () => {
    const smi = { gpus: parseGpus(await readFile(join(fixtures, 'nvidia-smi-h100.csv'), 'utf8')), words: null }
    const facts = { hasCard: false, driverVersion: null }
    expect(await outcomeOf(checkGpu, withGpu({ facts, smi, engine: { runtimes: ['nvidia'] } }))).toMatchObject({
      values: { driver: '535.161.08', gpus: 'NVIDIA H100 80GB HBM3' },
    })
  })

  it('passes on what a driver that does not answer has its tool say', async () => {
    const smi = { gpus: [], words: 'Failed to initialize NVML: Driver/library version mismatch' }
    expect(await outcomeOf(checkGpu, withGpu({ smi }))).toEqual({ code: 'gpu-driver-silent', words: smi.words })
  })

  it('names what is missing: driver, toolkit, or the toolkit’s runtime alone', async () => {
    const noDriver = await outcomeOf(checkGpu, withGpu({ facts: { driverVersion: null } }))
    expect(noDriver.code).toBe('gpu-driver-missing')
    expect(commandsOf(noDriver)).toEqual(['sudo apt-get install -y nvidia-driver'])
    const configure = 'sudo nvidia-ctk runtime configure --runtime=docker && sudo systemctl restart docker'
    const notConfigured = await outcomeOf(checkGpu, withGpu({ facts: { hasToolkit: true } }))
    expect(notConfigured.code).toBe('gpu-toolkit-missing')
    expect(commandsOf(notConfigured)).toEqual([configure])
    expect(commandsOf(await outcomeOf(checkGpu, withGpu({})))).toEqual([
      `sudo apt-get install -y nvidia-container-toolkit && ${configure}`,
    ])
  })

  it('knows of an engine elsewhere what that engine tells, and nothing of this machine', async () => {
    const remote = () =>
      Promise.resolve({ address: 'ssh://gpu-box', foundBy: 'variable', missingContext: null } as const)
    const facts = { hasHook: true }
    expect((await outcomeOf(checkGpu, withGpu({ facts, machine: { findEngine: remote } }))).code).toBe('gpu-remote')
    const runtimes = ['runc', 'nvidia']
    expect(await outcomeOf(checkGpu, withGpu({ engine: { runtimes }, machine: { findEngine: remote } }))).toEqual({
      code: 'gpu-remote-ready',
      values: { way: '--runtime nvidia' },
    })
  })
})
