import { meaningOf } from './names.ts'
import type { FoundNumber } from './numbers-in-line.ts'
import { cellValue, type TableCell } from './tables.ts'

/** What the cells of a row mean, each by the header above it. */
export function readCells(cells: readonly TableCell[]): FoundNumber[] {
  return cells.flatMap(({ header, text }): FoundNumber[] => {
    const meaning = meaningOf(fullName(header), true)
    if (meaning.kind === 'none' || meaning.kind === 'split') return []
    const [, part = '', whole = ''] = /^(\d+)\s*\/\s*(\d+)$/.exec(text) ?? []
    const told = { meaning, context: null, label: header }
    if (part !== '') return [{ ...told, value: Number(part), isShare: false, total: Number(whole) }]
    const read = cellValue(text)
    return read === null ? [] : [{ ...told, ...read, total: null }]
  })
}

/** In a list of classes P and R are what is called so everywhere. */
function fullName(header: string): string {
  if (/^(?:Box\()?P$/.test(header)) return 'precision'
  return /^R$/.test(header)
    ? 'recall'
    : header.replace(/^mAP@\.5$/, 'mAP50').replace(/^mAP@\.5:\.95$|^mAP50-95\)?$/, 'map50_95')
}
