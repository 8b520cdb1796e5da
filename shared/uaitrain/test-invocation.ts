import type { ProjectSettings } from '../model/project.ts'
import type { TestTarget } from '../model/test-run.ts'
import { frameworkOf } from './combinations.ts'
import { platformWords } from './platform-arguments.ts'
import { quoteWord, quoteWords } from './shell-words.ts'

export type TestSettings = Pick<
  ProjectSettings,
  'base' | 'mainFile' | 'trainParams' | 'solver' | 'snapshot' | 'testDataPath' | 'testOutputPath' | 'numGpus'
>

/** How a container runs the training code, the platform's way. */
export interface TestInvocation {
  readonly command: readonly [shell: string, flag: string, script: string]
  readonly mounts: readonly { readonly source: string; readonly target: string }[]
}

/** The main file and its parameters, as the platform's start command has them; a space ends it when there are none. */
export function startCommand(settings: TestSettings): string {
  const parameters =
    frameworkOf(settings.base) === 'caffe' ? caffeParameters(settings) : quoteWords(settings.trainParams)
  return `${quoteWord(`/data/${settings.mainFile}`)} ${parameters}`
}

/** Caffe's parameters are in its solver file: the tool for it ignores all others. */
function caffeParameters({ solver, snapshot }: Pick<TestSettings, 'solver' | 'snapshot'>): string {
  const restored = snapshot === '' ? '' : ` --snapshot=${quoteWord(snapshot)}`
  return `--solver=${quoteWord(solver)}${restored}`
}

export function testInvocation(settings: TestSettings, target: TestTarget): TestInvocation {
  const platform = platformWords.join(' ')
  return {
    command: [
      '/bin/bash',
      '-c',
      `cd /data && /usr/bin/python ${startCommand(settings)}${deviceParameters(settings, target)} ${platform}`,
    ],
    mounts: [
      { source: settings.testDataPath, target: '/data/data' },
      { source: settings.testOutputPath, target: '/data/output' },
    ],
  }
}

/** The document leaves `--num_gpus` out but for Caffe, which is told of its one GPU there too. */
function deviceParameters({ base, numGpus }: TestSettings, target: TestTarget): string {
  const isCaffe = frameworkOf(base) === 'caffe'
  if (target === 'cpu') return isCaffe ? ' --use_cpu=True' : ''
  const given = numGpus ?? (isCaffe ? 1 : null)
  return `${isCaffe ? ' --use_cpu=False' : ''}${given === null ? '' : ` --num_gpus=${given}`}`
}
