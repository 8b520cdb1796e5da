import { execFile } from 'node:child_process'
import { chmod, mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { trainCommands } from '../../../shared/uaitrain/commands.ts'
import { parseShellWords } from '../../../shared/uaitrain/shell-words.ts'
import type { ProjectSettings } from '../../../shared/model/project.ts'
import { sampleProjectSettings } from '../../support/samples.ts'
import { makeTemporaryFolder, writeFiles } from '../../support/temporary-folder.ts'

const run = promisify(execFile)
const hosts = { uhubHost: 'uhub.ucloud.cn', uhubInternalHost: 'uhub.service.ucloud.cn' }
const platform = ['--work_dir=/data', '--data_dir=/data/data', '--output_dir=/data/output', '--log_dir=/data/output']

/** A `sudo` and a `docker` that run the container's command here, with a `python` that tells its arguments. */
async function makeBench(): Promise<{ folder: string; run: (command: string) => Promise<Seen> }> {
  const folder = await makeTemporaryFolder()
  const bin = join(folder, 'bin')
  const record = (name: string): string => `printf '%s\\0' "$@" > "${folder}/${name}"`
  await writeFiles(bin, {
    sudo: '#!/bin/bash\nexec "$@"\n',
    docker: [
      '#!/bin/bash',
      record('docker'),
      // What follows the image is the command: a shell, its flag and the script.
      'shell=${@: -3:1} flag=${@: -2:1} script=${@: -1}',
      `script=\${script//\\/usr\\/bin\\/python/${bin}/python}`,
      `exec "$shell" "$flag" "\${script//cd \\/data/cd ${folder}/inside}"`,
    ].join('\n'),
    python: `#!/bin/bash\n${record('python')}\n`,
  })
  await mkdir(join(folder, 'inside'))
  await Promise.all(['sudo', 'docker', 'python'].map((name) => chmod(join(bin, name), 0o755)))
  const read = async (name: string): Promise<string[]> =>
    (await readFile(join(folder, name), 'utf8')).split('\0').slice(0, -1)
  return {
    folder,
    run: async (command) => {
      const env = { PATH: `${bin}:/usr/bin:/bin`, HOME: '/expanded', LC_ALL: 'C.UTF-8' }
      await run('/bin/bash', ['-c', command], { env, cwd: join(folder, 'inside') })
      return { docker: await read('docker'), python: await read('python') }
    },
  }
}

interface Seen {
  docker: string[]
  python: string[]
}

const nastyCharacter = fc.constantFrom(...Array.from('ab0 \'"\\$`!;&|<>(){}[]*?~#^%=-/,:.\t训é\u3000\u{1F600}'))
const nastyText = fc.string({ unit: nastyCharacter, maxLength: 24 })
const nastyPath = nastyText.map((text) => `/${text.replace(/[:\t]/g, '')}`)

describe('the test command, run by bash', () => {
  it('hands every word to the script as it is', { timeout: 60_000 }, async () => {
    const bench = await makeBench()
    const settings = fc.record({
      trainParams: nastyText.filter((text) => parseShellWords(text) !== null),
      mainFile: nastyText.map((text) => `${text.replaceAll('/usr/bin/python', '')}x.py`),
      testDataPath: nastyPath,
      testOutputPath: nastyPath,
    })
    await fc.assert(
      fc.asyncProperty(settings, async (changes) => {
        const project = sampleProjectSettings(changes)
        const seen = await bench.run(trainCommands(project, hosts).cpuTest ?? '')
        expect(seen.python).toEqual(expectedArguments(project))
        expect(seen.docker.slice(0, 7)).toEqual([
          'run',
          '-it',
          '-v',
          `${project.testDataPath}:/data/data`,
          '-v',
          `${project.testOutputPath}:/data/output`,
          'pytorch-mnist-cpu:uaitrain',
        ])
      }),
      { numRuns: 150 },
    )
  })

  it.each([
    ['--note "a b"', ['--note', 'a b']],
    ['$HOME $(id) `id`', ['$HOME', '$(id)', '`id`']],
    ['--a; echo b && c | d > e', ['--a;', 'echo', 'b', '&&', 'c', '|', 'd', '>', 'e']],
    ["'it'\\''s' \"\" 训练!", ["it's", '', '训练!']],
    ['~ *.py [a-z]* {a,b} # no comment', ['~', '*.py', '[a-z]*', '{a,b}', '#', 'no', 'comment']],
  ])('hands on %s', async (trainParams, words) => {
    const bench = await makeBench()
    const seen = await bench.run(trainCommands(sampleProjectSettings({ trainParams }), hosts).cpuTest ?? '')
    expect(seen.python).toEqual(['/data/mnist.py', ...words, ...platform])
  })

  it('is not changed by the history of an interactive bash', async () => {
    const bench = await makeBench()
    const command = trainCommands(sampleProjectSettings({ trainParams: "--a '!!' !x \"it's!\"" }), hosts).cpuTest
    const script = ['set -o history -H', 'echo before', command].join('\n')
    await writeFiles(bench.folder, { script })
    const seen = await bench.run(`bash --norc -i < '${bench.folder}/script'`)
    expect(seen.python).toEqual(['/data/mnist.py', '--a', '!!', '!x', "it's!", ...platform])
  })
})

function expectedArguments({ mainFile, trainParams }: ProjectSettings): string[] {
  const words = parseShellWords(trainParams)?.map(({ value }) => value) ?? []
  return [`/data/${mainFile}`, ...words, ...platform]
}
