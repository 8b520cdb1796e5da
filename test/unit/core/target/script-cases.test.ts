import { describe, expect, it } from 'vitest'
import { checkTarget } from '../../../../electron/core/target/check-target.ts'
import { basesOfCases, bytesOfCase, readScriptCases, type ScriptCase } from '../../../support/script-cases.ts'
import { makeTemporaryFolder, writeFiles } from '../../../support/temporary-folder.ts'

const { signal } = new AbortController()
const rest = { acceleratorType: 'gpu', cloudGpu: 'platform', pythonLink: '', projectId: null } as const

async function codesOf(script: ScriptCase): Promise<string[]> {
  const codePath = await makeTemporaryFolder()
  await writeFiles(codePath, bytesOfCase(script))
  const question = { codePath, mainFile: script.main, base: basesOfCases[script.python], ...rest }
  const { findings } = await checkTarget({ ...question, trainParams: script.trainParams }, { signal })
  return findings.map(({ code }) => code)
}

describe.each(['scripts.jsonl', 'script-siblings.jsonl'])('cases of %s', (file) => {
  it.each(readScriptCases(file).map((script) => [script.name, script] as const))('%s', async (_, script) => {
    const codes = await codesOf(script)
    expect(codes).toEqual(expect.arrayContaining(script.want))
    expect(codes.filter((code) => script.never.includes(code))).toEqual([])
  })
})
