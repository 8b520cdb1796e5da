import type { CodeFile } from '../../../shared/model/code-file.ts'
import { parametersOf } from '../../../shared/model/parameters.ts'
import type { FileChange, PackComparison, PackRecord, ParameterChange } from '../../../shared/model/pack-record.ts'

export interface ComparedPack {
  readonly record: PackRecord
  /** Null where they are not known. */
  readonly files: readonly CodeFile[] | null
}

/** What one pack has otherwise than another. */
export function comparePacks(left: ComparedPack, right: ComparedPack): PackComparison {
  return {
    left: left.record,
    right: right.record,
    parameters: parameterChanges(left.record, right.record),
    files: left.files === null || right.files === null ? null : fileChanges(left.files, right.files),
  }
}

/** Only what differs, in the order of the project's own fields. */
export function parameterChanges(left: PackRecord, right: PackRecord): ParameterChange[] {
  const [before, after] = [flatten(left), flatten(right)]
  const names = [...new Set([...before.keys(), ...after.keys()])]
  return names.flatMap((name) => {
    const change = { name, before: before.get(name) ?? '', after: after.get(name) ?? '' }
    return change.before === change.after ? [] : [change]
  })
}

function flatten({ request, accountName }: PackRecord): Map<string, string> {
  const { project, region, zone, projectId, uhubUsername } = request
  const others = { account: accountName, region, zone, projectId, uhubUsername }
  return new Map([...parametersOf(project), ...Object.entries(others)])
}

export function fileChanges(left: readonly CodeFile[], right: readonly CodeFile[]): FileChange[] {
  const before = new Map(left.map((file) => [file.path, file]))
  const after = new Map(right.map((file) => [file.path, file]))
  const paths = [...new Set([...before.keys(), ...after.keys()])].sort()
  return paths.flatMap((path): FileChange[] => {
    const [old, now] = [before.get(path), after.get(path)]
    const sizes = { path, bytesBefore: old?.sizeBytes ?? 0, bytesAfter: now?.sizeBytes ?? 0 }
    if (old === undefined) return now?.type === 'folder' ? [] : [{ ...sizes, change: 'added' }]
    if (now === undefined) return old.type === 'folder' ? [] : [{ ...sizes, change: 'removed' }]
    if (old.type !== now.type || old.sha256 !== now.sha256 || old.target !== now.target) {
      return [{ ...sizes, change: 'changed' }]
    }
    return old.mode === now.mode ? [] : [{ ...sizes, change: 'mode' }]
  })
}
