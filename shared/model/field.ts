import { z } from 'zod'

/** The inputs a user can get wrong, of the form, the account and the command line alike. */
export const FieldName = z.enum([
  'accountName',
  'publicKey',
  'privateKey',
  'projectId',
  'region',
  'zone',
  'apiUrl',
  'uhubUsername',
  'uhubPassword',
  'uhubHost',
  'uhubInternalHost',
  'account',
  'name',
  'codePath',
  'mainFile',
  'base',
  'baseCpu',
  'baseGpu',
  'uhubRegistry',
  'imageName',
  'imageTag',
  'acceleratorType',
  'trainParams',
  'solver',
  'snapshot',
  'pipPackages',
  'aptPackages',
  'requirementsFile',
  'pipIndexUrl',
  'pipTrustedHost',
  'packageProxy',
  'pythonLink',
  'cloudGpu',
  'testDataPath',
  'testOutputPath',
  'numGpus',
  'ignoreRules',
])
export type FieldName = z.infer<typeof FieldName>

/** Why a value will not do. Each has its words, with the cure, in the texts under `problems`. */
export const ProblemCode = z.enum([
  'required',
  'upper-case',
  'bad-characters',
  'bad-separator',
  'too-long',
  'not-absolute',
  'not-found',
  'not-a-folder',
  'not-a-file',
  'not-readable',
  'outside-code-folder',
  'not-python',
  'no-python-files',
  'line-break',
  'control-character',
  'colon',
  'unclosed-quote',
  'not-a-url',
  'insecure-url',
  'bad-image-reference',
  'unsupported-combination',
  'out-of-range',
  'empty-folder',
  'same-as-code-folder',
  'bad-pattern',
  'taken',
  'an-option',
  'password-in-url',
])
export type ProblemCode = z.infer<typeof ProblemCode>

export const FieldProblem = z.object({
  field: FieldName,
  problem: ProblemCode,
  /** The offending value or the part of it, never a secret. */
  value: z.string(),
})
export type FieldProblem = z.infer<typeof FieldProblem>
