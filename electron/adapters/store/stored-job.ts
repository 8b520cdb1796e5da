import { z } from 'zod'
import { ErrorData } from '../../../shared/errors.ts'
import { JobEvent, JobKind, JobResult, JobState, TestOrigin } from '../../../shared/model/job.ts'
import { PackOrigin } from '../../../shared/model/pack-record.ts'
import { TransferOrigin } from '../../../shared/model/transfer.ts'
import { lenientColumn } from './rows.ts'

/** What a newer version of the app calls by a name that this one does not know. */
export const storedKind = JobKind.catch('unknown')
/** How it ended is not known here. */
export const storedState = JobState.catch('interrupted')
/** Nothing is run or packed by a record from elsewhere. */
export const storedOrigin = PackOrigin.catch('imported')
export const storedError = lenientColumn(ErrorData, unknownError)

/** Whatever a job's last event carries, the event itself can be read. */
const StoredJob = z
  .looseObject({ kind: storedKind, state: storedState })
  .transform(({ error, result, test, transfer, ...job }) => ({
    ...job,
    error: readOr(ErrorData, error, unknownError),
    result: readOr(JobResult, result, () => null),
    test: readOr(TestOrigin, test, () => null),
    ...(TransferOrigin.safeParse(transfer).success ? { transfer } : {}),
  }))

export const StoredEvent = z
  .union([z.looseObject({ type: z.literal('ended'), job: StoredJob }), z.looseObject({ type: z.string() })])
  .pipe(JobEvent)

function readOr<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  instead: (value: unknown) => z.output<Schema> | null,
): z.output<Schema> | null {
  if (value === null || value === undefined) return null
  const { success, data } = schema.safeParse(value)
  return success ? data : instead(value)
}

/** An error that this version has no words for, by its name and with what it carries that can be shown. */
function unknownError(value: unknown): ErrorData {
  const { code, details } = ErrorShape.parse(value)
  return { code: 'unknown', details: { name: code, words: details.words } }
}

const ErrorShape = z
  .object({
    code: z.string().max(200).catch(''),
    details: z.object({ words: z.string().catch('') }).catch({ words: '' }),
  })
  .catch({ code: '', details: { words: '' } })
