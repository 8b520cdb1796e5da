import type { ProjectSettings } from '../model/project.ts'
import type { TestTarget } from '../model/test-run.ts'
import { quoteWord, quoteWords } from './shell-words.ts'

export type TestSettings = Pick<
  ProjectSettings,
  'mainFile' | 'trainParams' | 'testDataPath' | 'testOutputPath' | 'numGpus'
>

/** How a container runs the training code, the platform's way. */
export interface TestInvocation {
  readonly command: readonly [shell: string, flag: string, script: string]
  readonly mounts: readonly { readonly source: string; readonly target: string }[]
}

/** The main file and its parameters, as the platform's start command has them; a space ends it when there are none. */
export function startCommand({ mainFile, trainParams }: Pick<TestSettings, 'mainFile' | 'trainParams'>): string {
  return `${quoteWord(`/data/${mainFile}`)} ${quoteWords(trainParams)}`
}

export function testInvocation(settings: TestSettings, target: TestTarget): TestInvocation {
  const gpus = target === 'gpu' && settings.numGpus !== null ? ` --num_gpus=${settings.numGpus}` : ''
  const platform = '--work_dir=/data --data_dir=/data/data --output_dir=/data/output --log_dir=/data/output'
  return {
    command: ['/bin/bash', '-c', `cd /data && /usr/bin/python ${startCommand(settings)}${gpus} ${platform}`],
    mounts: [
      { source: settings.testDataPath, target: '/data/data' },
      { source: settings.testOutputPath, target: '/data/output' },
    ],
  }
}
