import type { TrainCommands } from '../model/pack.ts'
import type { ProjectSettings } from '../model/project.ts'
import type { TestTarget } from '../model/test-run.ts'
import { frameworkOf } from './combinations.ts'
import { cpuImageName, gpuImageName, makesCpuImage } from './names.ts'
import type { ImageNaming, UhubHosts } from './names.ts'
import { doubleQuote, quoteWord } from './shell-words.ts'
import { startCommand, testInvocation } from './test-invocation.ts'
import type { TestSettings } from './test-invocation.ts'

export type CommandSettings = ImageNaming & TestSettings & Pick<ProjectSettings, 'acceleratorType'>

export const commandFileName = 'uaitrain_cmd.txt'

/** The commands of a pack, byte for byte those of UCloud's tool for its framework unless a value needs quotes to survive bash. */
export function trainCommands(settings: CommandSettings, hosts: UhubHosts): TrainCommands {
  const wantsGpu = settings.acceleratorType === 'gpu'
  return {
    deploy: startCommand(settings),
    cpuTest: makesCpuImage(settings) ? cpuTestCommand(settings) : null,
    gpuTest: wantsGpu ? `sudo nvidia-docker ${dockerArguments(settings, 'gpu', gpuImageName(settings, hosts))}` : null,
  }
}

function cpuTestCommand(settings: CommandSettings): string {
  const command = `sudo docker ${dockerArguments(settings, 'cpu', cpuImageName(settings))}`
  // The tool for Caffe ends this line with a space.
  return frameworkOf(settings.base) === 'caffe' ? `${command} ` : command
}

function dockerArguments(settings: TestSettings, target: TestTarget, image: string): string {
  const { command, mounts } = testInvocation(settings, target)
  const [shell, flag, script] = command
  const volumes = mounts.map(({ source, target: inside }) => `-v ${quoteWord(`${source}:${inside}`)}`).join(' ')
  return `run -it ${volumes} ${quoteWord(image)} ${shell} ${flag} ${doubleQuote(script)}`
}

/** The text of `uaitrain_cmd.txt`. */
export function commandFileText({ deploy, cpuTest, gpuTest }: TrainCommands): string {
  const lines = [`CMD Used for deploying: ${deploy}`]
  if (cpuTest !== null) lines.push(`CMD for CPU local test: ${cpuTest}`)
  if (gpuTest !== null) lines.push(`CMD for GPU local test: ${gpuTest}`)
  return `${lines.join('\n')}\n`
}
