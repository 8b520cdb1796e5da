import { expect, it } from 'vitest'
import { layOutFolder, neighbour, parentOf } from '../../../../renderer/features/files/treemap-cells.ts'
import { foldersAbove, treeRows } from '../../../../renderer/features/files/tree-rows.ts'
import type { ScanEntry } from '../../../../shared/model/scan.ts'
import { sampleEntries } from '../../../support/renderer-page/sample-scan.ts'

const byFolder = new Map<string, { entries: ScanEntry[]; hasMore: boolean }>()
for (const entry of sampleEntries.toSorted((a, b) => b.sizeBytes - a.sizeBytes)) {
  const folder = parentOf(entry.path)
  byFolder.set(folder, { entries: [...(byFolder.get(folder)?.entries ?? []), entry], hasMore: folder === 'weights' })
}
const size = sampleEntries.filter(({ kind }) => kind === 'file').reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)

it('a tree shows what goes into the image, opened folders with what is in them', () => {
  const closed = treeRows('', byFolder, new Set())
  expect(closed.slice(0, 2).map(({ entry }) => entry.path)).toEqual(['weights', 'samples'])
  expect(closed.every(({ level }) => level === 1)).toBe(true)
  expect(closed.some(({ entry }) => entry.path === '.git')).toBe(false)
  const opened = treeRows('', byFolder, new Set(['weights']))
  expect(opened.slice(0, 4).map(({ entry, level }) => [entry.path, level])).toEqual([
    ['weights', 1],
    ['weights/resnet50.pth', 2],
    ['weights/mobilenet.onnx', 2],
    ['samples', 1],
  ])
})

it('a tree tells where a folder goes on that is too long to be known as a whole', () => {
  const rows = treeRows('', byFolder, new Set(['weights']))
  expect(rows.filter(({ moreOf }) => moreOf !== null).map(({ entry, moreOf }) => [entry.path, moreOf])).toEqual([
    ['weights/mobilenet.onnx', 'weights'],
  ])
})

it('the folders above a path end below the one that is shown', () => {
  expect(foldersAbove('a/b/c/d.py', '')).toEqual(['a', 'a/b', 'a/b/c'])
  expect(foldersAbove('a/b/c/d.py', 'a')).toEqual(['a/b', 'a/b/c'])
  expect(foldersAbove('d.py', '')).toEqual([])
})

it('a treemap has areas as large as the files are, nothing that is ignored, and a rest', () => {
  const cells = layOutFolder('', size * 2, sampleEntries, { x: 0, y: 0, width: 900, height: 400 })
  const areaOf = (path: string | undefined): number => {
    const { width, height } = cells.find(({ entry }) => entry?.path === path)?.box ?? { width: 0, height: 0 }
    return width * height
  }
  expect(areaOf('weights/resnet50.pth')).toBeGreaterThan(areaOf('weights/mobilenet.onnx') * 4)
  expect(areaOf('weights/last.ckpt')).toBe(0)
  expect(areaOf(undefined)).toBeGreaterThan((900 * 400) / 3)
})

it('arrow keys go to what lies that way and stop at the edge', () => {
  const cells = layOutFolder('', size, sampleEntries, { x: 0, y: 0, width: 900, height: 400 })
  const [first] = cells
  if (first === undefined) throw new Error('no cells')
  const right = neighbour(cells, first, 'ArrowRight')
  expect(right?.box.x ?? 0).toBeGreaterThan(first.box.x)
  expect(neighbour(cells, first, 'Tab')).toBeNull()
  let at = first
  for (let step = 0; step < 100; step += 1) at = neighbour(cells, at, 'ArrowRight') ?? at
  expect(neighbour(cells, at, 'ArrowRight')).toBeNull()
})
