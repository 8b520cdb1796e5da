import { commandCures, type Check, type CheckContext } from '../check.ts'

/** Can the engine give a container this machine's GPUs? Only the local GPU test needs it. */
export const checkGpu: Check = {
  id: 'gpu',
  async run({ engineFacts, engineAnswer, machine }) {
    const { isRemote } = await engineFacts()
    if (isRemote) return { code: 'gpu-remote' }
    const { hasCard, driverVersion, hasToolkit } = await machine.findGpu()
    if (driverVersion === null) {
      if (!hasCard) return { code: 'gpu-none' }
      return { code: 'gpu-driver-missing', cures: commandCures(await driverCommand(machine)) }
    }
    const { working } = await engineAnswer()
    if (working === null) return { code: 'engine-needed' }
    const values = { driver: driverVersion }
    if (working.runtimes.includes('nvidia')) return { code: 'gpu-ready', values }
    return { code: 'gpu-toolkit-missing', values, cures: commandCures(await toolkitCommand(machine, hasToolkit)) }
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
