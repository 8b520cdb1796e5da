import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { BaseChoice } from '../../../shared/model/base-image.ts'
import type { ProjectSettings } from '../../../shared/model/project.ts'
import { combinations, frameworkOf } from '../../../shared/uaitrain/combinations.ts'
import { commandFileText, trainCommands } from '../../../shared/uaitrain/commands.ts'
import { sampleProjectSettings } from '../../support/samples.ts'

const hosts = { uhubHost: 'uhub.ucloud.cn', uhubInternalHost: 'uhub.service.ucloud.cn' }
const platform = '--work_dir=/data --data_dir=/data/data --output_dir=/data/output --log_dir=/data/output'

/** What needs no quotes, as the tools put none. */
const plain = fc.stringMatching(/^[a-z0-9][a-z0-9_./=-]{0,12}$/)
const words = fc.array(
  plain.map((text) => `--${text}`),
  { maxLength: 4 },
)

interface Given {
  readonly main: string
  readonly params: string
  readonly solver: string
  readonly snapshot: string
  readonly data: string
  readonly output: string
  readonly registry: string
  readonly image: string
  readonly tag: string
}

const given: fc.Arbitrary<Given> = fc.record({
  main: plain.map((name) => `${name}.py`),
  params: words.map((list) => list.join(' ')),
  solver: plain,
  snapshot: fc.oneof(fc.constant(''), plain),
  data: plain.map((path) => `/${path}`),
  output: plain.map((path) => `/${path}`),
  registry: fc.stringMatching(/^[a-z][a-z0-9]{0,8}$/),
  image: fc.stringMatching(/^[a-z][a-z0-9]{0,8}$/),
  tag: fc.oneof(fc.constant(''), fc.stringMatching(/^[a-z][a-z0-9]{0,8}$/)),
})

function settingsOf(base: BaseChoice, one: Given): ProjectSettings {
  return sampleProjectSettings({
    base,
    mainFile: one.main,
    trainParams: one.params,
    solver: one.solver,
    snapshot: one.snapshot,
    testDataPath: one.data,
    testOutputPath: one.output,
    uhubRegistry: one.registry,
    imageName: one.image,
    imageTag: one.tag,
    numGpus: 1,
  })
}

/** One line of a tool: how it puts a command together, piece by piece. */
function dockerLine(program: string, one: Given, parts: { image: string; python: string; flags: string }): string {
  const mounts = `-v ${one.data}:/data/data -v ${one.output}:/data/output`
  return `sudo ${program} run -it ${mounts} ${parts.image} /bin/bash -c "cd /data && /usr/bin/python ${parts.python} ${parts.flags}${platform}"`
}

function imagesOf(one: Given): { cpu: string; gpu: string } {
  const tag = one.tag === '' ? 'uaitrain' : one.tag
  return { cpu: `${one.image}-cpu:${tag}`, gpu: `uhub.ucloud.cn/${one.registry}/${one.image}:${tag}` }
}

function fileOf(one: Given, tool: 'plain' | 'caffe' | 'self-defined'): string {
  const images = imagesOf(one)
  const snapshot = one.snapshot === '' ? '' : ` --snapshot=${one.snapshot}`
  const python = `/data/${one.main} ${tool === 'caffe' ? `--solver=${one.solver}${snapshot}` : one.params}`
  const [cpuFlags, gpuFlags] =
    tool === 'caffe' ? ['--use_cpu=True ', '--use_cpu=False --num_gpus=1 '] : ['', '--num_gpus=1 ']
  const cpu = dockerLine('docker', one, { image: images.cpu, python, flags: cpuFlags })
  const gpu = dockerLine('nvidia-docker', one, { image: images.gpu, python, flags: gpuFlags })
  const cpuLine = tool === 'self-defined' ? '' : `CMD for CPU local test: ${cpu}${tool === 'caffe' ? ' ' : ''}\n`
  return `CMD Used for deploying: ${python}\n${cpuLine}CMD for GPU local test: ${gpu}\n`
}

const choices: readonly BaseChoice[] = combinations.map(({ aiFramework, os, python }) => {
  return { kind: 'combination', aiFramework, os, python }
})

describe('the commands of every framework', () => {
  it.each([...new Set(choices.map((base) => frameworkOf(base) ?? ''))])('are those of its tool: %s', (framework) => {
    const bases = choices.filter((base) => frameworkOf(base) === framework)
    fc.assert(
      fc.property(fc.constantFrom(...bases), given, (base, one) => {
        const text = commandFileText(trainCommands(settingsOf(base, one), hosts))
        expect(text).toBe(fileOf(one, framework === 'caffe' ? 'caffe' : 'plain'))
      }),
      { numRuns: 300 },
    )
  })

  it('are two lines for an own image without a CPU twin, as its tool writes them', () => {
    fc.assert(
      fc.property(given, (one) => {
        const base: BaseChoice = { kind: 'own', cpuImage: '', gpuImage: 'mine:1' }
        expect(commandFileText(trainCommands(settingsOf(base, one), hosts))).toBe(fileOf(one, 'self-defined'))
      }),
      { numRuns: 300 },
    )
  })

  it('count one GPU for Caffe where none is asked for, and as many as are asked for', () => {
    const caffe = choices.find((base) => frameworkOf(base) === 'caffe')
    const gpuTestOf = (numGpus: number | null): string | null => {
      return trainCommands(sampleProjectSettings({ ...(caffe && { base: caffe }), solver: 's', numGpus }), hosts)
        .gpuTest
    }
    expect(gpuTestOf(null)).toContain('--use_cpu=False --num_gpus=1 ')
    expect(gpuTestOf(4)).toContain('--use_cpu=False --num_gpus=4 ')
  })
})
