import type { PackRequest } from '../../../shared/model/pack.ts'
import type { PackDetails } from '../../../shared/model/pack-record.ts'

/** Everything that a pack can be found by, in lower case. */
export function searchText(request: PackRequest, accountName: string, details: PackDetails | null): string {
  const { project, uhubUsername, uhubHost, uhubInternalHost, region, zone } = request
  const { base, ignore, ...fields } = project
  const words = [
    ...Object.values(fields),
    ...Object.values(base),
    ...ignore.rules,
    ...[uhubUsername, uhubHost, uhubInternalHost, region, zone, accountName],
    ...(details?.bases ?? []).flatMap(({ reference, digest }) => [reference, digest]),
    ...(details?.images ?? []).flatMap(({ name, id }) => [name, id]),
    ...[details?.git?.commit, details?.git?.branch, details?.code?.digest],
  ]
  return words
    .filter((word) => typeof word === 'string' || typeof word === 'number')
    .join('\n')
    .toLowerCase()
}
