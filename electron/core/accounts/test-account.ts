import { z } from 'zod'
import { AppError, isCancelled } from '../../../shared/errors.ts'
import type { AccountSettings } from '../../../shared/model/account.ts'
import type { Verdict } from '../../../shared/model/health.ts'
import type { Redactor } from '../logs/redactor.ts'
import type { Registry } from '../ports/registry.ts'
import type { UcloudApi } from '../ports/ucloud-api.ts'

export interface TestAccountOptions {
  readonly settings: AccountSettings
  readonly privateKey: string | null
  readonly uhubPassword: string | null
  readonly ucloud: UcloudApi
  readonly registry: Registry
  readonly redactor: Redactor
  readonly signal: AbortSignal
}

/** What `GetProjectList` answers, as far as it is of use here. */
const ProjectList = z.object({
  ProjectSet: z.array(
    z.object({ ProjectId: z.string(), ProjectName: z.string().optional(), IsDefault: z.boolean().optional() }),
  ),
})
type ProjectList = z.infer<typeof ProjectList>

/** Tries keys and password where they are used; neither waits for the other. */
export async function testAccount(options: TestAccountOptions): Promise<{ api: Verdict; uhub: Verdict }> {
  const [api, uhub] = await Promise.all([testApi(options), testUhub(options)])
  return { api, uhub }
}

async function testApi(options: TestAccountOptions): Promise<Verdict> {
  const { settings, privateKey, ucloud, signal } = options
  if (privateKey === null || settings.publicKey === '') return { state: 'skipped' }
  return verdictOf(options, async () => {
    const answer = await ucloud.call({
      action: 'GetProjectList',
      parameters: {},
      credentials: { ...settings, privateKey },
      signal,
    })
    const { data } = ProjectList.safeParse(answer)
    if (data === undefined) return settings.projectId
    const project = findProject(data, settings.projectId)
    if (project !== undefined) return `${project.ProjectName ?? ''} ${project.ProjectId}`.trim()
    if (settings.projectId === '') return ''
    throw noSuchProject(data)
  })
}

async function testUhub(options: TestAccountOptions): Promise<Verdict> {
  const { settings, uhubPassword: password, registry, signal } = options
  const { uhubHost: host, uhubUsername: username } = settings
  if (password === null || username === '') return { state: 'skipped' }
  return verdictOf(options, async () => {
    await registry.checkLogin({ host, username, password }, signal)
    return host
  })
}

async function verdictOf({ redactor }: TestAccountOptions, run: () => Promise<string>): Promise<Verdict> {
  try {
    return { state: 'ok', detail: redactor.redact(await run()) }
  } catch (error) {
    if (!(error instanceof AppError) || isCancelled(error)) throw error
    return { state: 'failed', problem: redactor.redactError(error.toData()) }
  }
}

/** The project that the account works in. */
function findProject({ ProjectSet }: ProjectList, projectId: string): ProjectList['ProjectSet'][number] | undefined {
  return ProjectSet.find(({ ProjectId, IsDefault }) =>
    projectId === '' ? IsDefault === true : ProjectId === projectId,
  )
}

/** This call never looks at the account's project; the others refuse one that there is not, with this RetCode. */
function noSuchProject({ ProjectSet }: ProjectList): AppError {
  const words = `ProjectSet: ${ProjectSet.map(({ ProjectId }) => ProjectId).join(', ')}`
  return new AppError('ucloud-refused', { action: 'GetProjectList', retCode: 292, words })
}
