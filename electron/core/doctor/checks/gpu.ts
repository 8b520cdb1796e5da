import type { GpuAccess } from '../../../../shared/model/gpu.ts'
import { lookAtGpus } from '../../gpu/look-at-gpus.ts'
import { commandCures, type Check, type CheckContext } from '../check.ts'

/** As the words of a finding name them, in every language. */
const wayNames: Readonly<Record<GpuAccess, string>> = {
  runtime: '--runtime nvidia',
  'device-request': '--gpus',
  cdi: '--device nvidia.com/gpu=…',
  none: '',
}

/** Can the engine give a container this machine's GPUs? Only the local GPU test needs it. */
export const checkGpu: Check = {
  id: 'gpu',
  async run({ engineFacts, engineAnswer, machine, gpus, signal }) {
    const { isRemote } = await engineFacts()
    const engine = async () => (await engineAnswer()).working
    const found = await lookAtGpus({ machine, gpus, isRemote, engine, signal })
    switch (found.state) {
      case 'remote':
        return found.access === null
          ? { code: 'gpu-remote' }
          : { code: 'gpu-remote-ready', values: { way: wayNames[found.access] } }
      case 'no-card':
        return { code: 'gpu-none' }
      case 'no-driver':
        return { code: 'gpu-driver-missing', cures: commandCures(await driverCommand(machine)) }
      case 'silent-driver':
        return { code: 'gpu-driver-silent', words: found.words }
      case 'no-engine':
        return { code: 'engine-needed' }
      case 'no-toolkit': {
        const cures = commandCures(await toolkitCommand(machine, found.hasToolkit))
        return { code: 'gpu-toolkit-missing', values: { driver: found.driver }, cures }
      }
      case 'ready': {
        const names = found.gpus.map(({ name }) => name).join(', ')
        const values = { driver: found.driver, gpus: names === '' ? 'NVIDIA' : names, way: wayNames[found.access] }
        return { code: 'gpu-ready', values }
      }
    }
  },
}

async function driverCommand(machine: CheckContext['machine']): Promise<string | null> {
  const manager = await machine.findPackageManager()
  return manager === 'apt' ? 'sudo apt-get install -y nvidia-driver' : null
}

/** The toolkit, if it is not there, and then the engine told of it (NVIDIA Container Toolkit, installation guide). */
async function toolkitCommand(machine: CheckContext['machine'], hasToolkit: boolean): Promise<string | null> {
  const manager = await machine.findPackageManager()
  if (!hasToolkit && manager === null) return null
  const install = manager === 'dnf' ? 'sudo dnf install -y' : 'sudo apt-get install -y'
  const restart = (await machine.hasSystemd()) ? 'sudo systemctl restart docker' : 'sudo service docker restart'
  const steps = ['sudo nvidia-ctk runtime configure --runtime=docker', restart]
  return [...(hasToolkit ? [] : [`${install} nvidia-container-toolkit`]), ...steps].join(' && ')
}
