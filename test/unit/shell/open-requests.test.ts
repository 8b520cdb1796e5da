import { join } from 'node:path'
import { beforeEach, expect, it } from 'vitest'
import { OpenRequests } from '../../../electron/shell/open-requests.ts'
import type { Opened } from '../../../shared/model/opened.ts'
import { makeTemporaryFolder, writeFiles } from '../../support/temporary-folder.ts'

let folder = ''
let told: Opened[] = []
let requests = new OpenRequests(() => undefined)

beforeEach(async () => {
  folder = await makeTemporaryFolder()
  told = []
  requests = new OpenRequests((opened) => told.push(opened))
})

it('keeps what is opened until the page is usable, then tells it once and in order', async () => {
  await writeFiles(folder, { 'mnist.uaitrain': '{}' })
  await requests.add(folder)
  await requests.add(join(folder, 'mnist.uaitrain'))
  expect(told).toEqual([])
  requests.pageUsable()
  requests.pageUsable()
  expect(told).toEqual([
    { kind: 'folder', path: folder },
    { kind: 'file', path: join(folder, 'mnist.uaitrain') },
  ])
})

it('tells a usable page at once, and waits for one that is being loaded anew', async () => {
  requests.pageUsable()
  await requests.add(folder)
  expect(told).toHaveLength(1)
  requests.pageGone()
  await requests.add(folder)
  expect(told).toHaveLength(1)
  requests.pageUsable()
  expect(told).toHaveLength(2)
})

it('leaves it to the reading of a file to say that there is none', async () => {
  requests.pageUsable()
  await requests.add(join(folder, 'gone'))
  expect(told).toEqual([{ kind: 'file', path: join(folder, 'gone') }])
})
