import { useTranslation } from 'react-i18next'
import { defaultAccountSettings } from '../../../shared/model/account.ts'
import type { ProjectFilePreview } from '../../../shared/model/project-file.ts'
import { chosenUhubHost, packedImageNames } from '../../../shared/uaitrain/names.ts'
import { useAccount, useProjects, useStores } from '../../stores/use-stores.ts'
import { MiddleText } from '../../ui/middle-text.tsx'
import { NotePanel } from '../../ui/note-panel.tsx'
import { describeError } from '../../i18n/describe-error.ts'
import { importFile } from './open-actions.ts'
import { FactList, type Fact } from './fact-list.tsx'
import { QuestionDialog } from './question-dialog.tsx'

/** Shows what a project file that comes from elsewhere would do, before anything of it is kept or run. */
export function ImportDialog({ preview }: { preview: ProjectFilePreview }) {
  const { t } = useTranslation()
  const stores = useStores()
  const { settings, missingFolders, problems, accountName } = preview
  const account = useAccount(preview.accountId)
  const replaced = useProjects((state) => state.projects?.find(({ id }) => id === preview.projectId))
  const hosts = account ?? defaultAccountSettings
  const gpu = settings.acceleratorType === 'gpu'
  const missing = new Set(missingFolders)
  const path = (value: string) => (missing.has(value) ? t('open.notThere', { path: value }) : value)
  const base = settings.base
  const facts: Fact[] = [
    { label: t('open.reads'), value: path(settings.codePath) },
    { label: t('fields.mainFile'), value: settings.mainFile },
    { label: t('fields.trainParams'), value: settings.trainParams },
    {
      label: t('fields.base'),
      value:
        base.kind === 'own'
          ? [base.cpuImage, base.gpuImage].filter((image) => image !== '').join('\n')
          : `${base.aiFramework} · ${base.python} · ${base.os}`,
    },
    {
      label: t('open.makes'),
      value: packedImageNames(settings, hosts).join('\n'),
    },
    ...(gpu
      ? [
          {
            label: t('open.pushesTo'),
            value: `${chosenUhubHost(hosts, settings.internalUhub)}/${settings.uhubRegistry}`,
          },
        ]
      : []),
    { label: t('fields.account'), value: account?.name ?? t('open.noAccount', { name: accountName ?? '–' }) },
    { label: t('open.testReads'), value: path(settings.testDataPath) },
    { label: t('open.testWrites'), value: path(settings.testOutputPath) },
  ]
  const add = replaced === undefined ? t('open.import') : t('open.replace')
  const canPack = problems.length === 0 && account !== undefined
  return (
    <QuestionDialog
      size={640}
      title={t('open.importTitle', { name: settings.name })}
      primary={
        canPack
          ? {
              label: replaced === undefined ? t('open.importAndPack') : t('open.replaceAndPack'),
              run: () => importFile(stores, preview, 'pack'),
            }
          : { label: add, run: () => importFile(stores, preview, 'show') }
      }
      {...(canPack ? { secondary: { label: add, run: () => importFile(stores, preview, 'show') } } : {})}
    >
      <p className="question-path">
        <MiddleText text={preview.path} mono />
      </p>
      {replaced?.filePath === preview.path ? <p>{t('open.importChangedText')}</p> : <p>{t('open.importText')}</p>}
      {replaced !== undefined && (
        <NotePanel mark="warning">{t('open.importReplaces', { name: replaced.name })}</NotePanel>
      )}
      <FactList facts={facts} />
      {problems.length > 0 && (
        <NotePanel mark="warning" title={t('open.incomplete', { count: problems.length })}>
          {problems.map((details) => (
            <p key={`${details.field} ${details.problem}`}>
              {describeError({ code: 'invalid-field', details }, t).title}
            </p>
          ))}
        </NotePanel>
      )}
    </QuestionDialog>
  )
}
