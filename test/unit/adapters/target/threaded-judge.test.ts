import { join } from 'node:path'
import { expect, it } from 'vitest'
import { createThreadedJudge } from '../../../../electron/adapters/target/threaded-judge.ts'
import { makeTemporaryFolder, writeFiles } from '../../../support/temporary-folder.ts'
import { thrownBy } from '../../../support/thrown.ts'

const question = { codePath: '/code', mainFile: 'train.py' }
const { signal } = new AbortController()

/** A thread that runs a piece of JavaScript for each message. */
async function judgeBy(body: string, limitMs?: number) {
  const folder = await makeTemporaryFolder()
  const program = `const { parentPort } = require('node:worker_threads')
parentPort.on('message', (order) => { ${body} })`
  await writeFiles(folder, { 'worker.cjs': program })
  return createThreadedJudge({ workerPath: join(folder, 'worker.cjs'), ...(limitMs === undefined ? {} : { limitMs }) })
}

const answer = "parentPort.postMessage({ id: order.id, type: 'modules', modules: [order.question.mainFile] })"

it('gives what the thread answers, to each question its own', async () => {
  const judge = await judgeBy(answer)
  const names = ['a.py', 'b.py', 'c.py']
  const answers = await Promise.all(names.map((mainFile) => judge.modules({ ...question, mainFile }, signal)))
  expect(answers).toEqual([['a.py'], ['b.py'], ['c.py']])
  await judge.close()
})

it('ends a thread that does not come to an end, and starts another', async () => {
  const judge = await judgeBy(`if (order.question.mainFile === 'train.py') for (;;); ${answer}`, 300)
  expect(await thrownBy(judge.modules(question, signal))).toMatchObject({ code: 'read-failed' })
  expect(await judge.modules({ ...question, mainFile: 'b.py' }, signal)).toEqual(['b.py'])
  await judge.close()
})

it('tells of a thread that crashes', async () => {
  const judge = await judgeBy("throw new Error('boom')")
  const error = await thrownBy(judge.modules(question, signal))
  expect(error).toMatchObject({ code: 'read-failed', details: { path: '/code', words: 'Error: boom' } })
  await judge.close()
})

it('stops when it is not wanted any more', async () => {
  const judge = await judgeBy('for (;;);')
  const stop = new AbortController()
  const asked = thrownBy(judge.modules(question, stop.signal))
  setTimeout(() => stop.abort(), 50)
  expect(await asked).toMatchObject({ code: 'cancelled' })
  await judge.close()
})
