import { useTranslation } from 'react-i18next'
import { defaultAccountSettings } from '../../../shared/model/account.ts'
import type { ProjectId } from '../../../shared/model/ids.ts'
import type { ProjectSettings } from '../../../shared/model/project.ts'
import { trainCommands } from '../../../shared/uaitrain/commands.ts'
import { checkProjectField, type ProjectField } from '../../../shared/uaitrain/fields.ts'
import { chosenUhubHost, cpuImageName, gpuImageName, makesCpuImage } from '../../../shared/uaitrain/names.ts'
import { describeError } from '../../i18n/describe-error.ts'
import { useFormat } from '../../i18n/format.ts'
import { lastPacked } from '../../stores/jobs-store.ts'
import { useAccount, useAccounts, useJobs, useProjects, useScan, useStores } from '../../stores/use-stores.ts'
import { CommandBlock } from '../../ui/command-block.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Disclosure } from '../../ui/disclosure.tsx'
import { MiddleText } from '../../ui/middle-text.tsx'
import { NotePanel } from '../../ui/note-panel.tsx'
import { StateMark } from '../../ui/state-mark.tsx'
import { isFatal, openWarnings } from '../files/warning-words.ts'
import { TargetPanel } from '../target/target-panel.tsx'
import { previewWarnings } from './preview-warnings.ts'

interface PreviewProps {
  readonly settings: ProjectSettings
  readonly projectId: ProjectId
}

/** What a pack of these settings would do: the images, the files, the commands. */
export function WhatWillHappen({ settings, projectId }: PreviewProps) {
  const { t } = useTranslation()
  const hosts = useAccount(settings.accountId) ?? defaultAccountSettings
  const isFine = (...fields: ProjectField[]): boolean =>
    fields.every((field) => checkProjectField(field, settings) === null)
  const gpu = settings.acceleratorType === 'gpu'
  const commands = trainCommands(settings, hosts)
  return (
    <aside className="preview" aria-label={t('preview.title')}>
      <div className="preview-head">
        <h2>{t('preview.title')}</h2>
        <LastResult projectId={projectId} />
      </div>
      {makesCpuImage(settings) && (
        <ImagePreview
          title={t('preview.cpuImage')}
          name={isFine('imageName', 'imageTag') ? cpuImageName(settings) : null}
          where={t('preview.staysLocal')}
        />
      )}
      {gpu && (
        <ImagePreview
          title={t('preview.gpuImage')}
          name={isFine('uhubRegistry', 'imageName', 'imageTag') ? gpuImageName(settings, hosts) : null}
          where={t('preview.pushedTo', { host: chosenUhubHost(hosts, settings.internalUhub) })}
        />
      )}
      <CodePreview projectId={projectId} settings={settings} />
      <TargetPanel projectId={projectId} settings={settings} />
      <Warnings settings={settings} projectId={projectId} />
      {isFine('mainFile', 'trainParams', 'solver', 'testDataPath', 'testOutputPath', 'imageName', 'imageTag') && (
        <Disclosure label={t('preview.commands')}>
          <CommandBlock name={t('commands.deploy')} command={commands.deploy} />
          {commands.cpuTest !== null && <CommandBlock name={t('commands.cpuTest')} command={commands.cpuTest} />}
          {commands.gpuTest !== null && <CommandBlock name={t('commands.gpuTest')} command={commands.gpuTest} />}
        </Disclosure>
      )}
    </aside>
  )
}

/** The way back to what the newest pack made, also after a restart. */
function LastResult({ projectId }: { projectId: ProjectId }) {
  const { t } = useTranslation()
  const { view } = useStores()
  const packed = useJobs((state) => lastPacked(state.jobs, projectId))
  if (packed === undefined) return null
  return (
    <button type="button" className="preview-link" onClick={() => view.getState().showPack(projectId, packed.id)}>
      {t('pack.lastResult')}
    </button>
  )
}

function Warnings({ settings, projectId }: PreviewProps) {
  const { t } = useTranslation()
  const projects = useProjects((state) => state.projects) ?? []
  const accounts = useAccounts((state) => state.accounts) ?? []
  const warnings = previewWarnings(settings, { projectId, projects, accounts })
  return warnings.map((warning, index) => (
    <NotePanel key={index} mark="warning">
      <p>
        {warning.kind === 'sameImage'
          ? t('preview.sameImage', { project: warning.project })
          : t(`preview.${warning.kind}`)}
      </p>
    </NotePanel>
  ))
}

function ImagePreview({ title, name, where }: { title: string; name: string | null; where: string }) {
  const { t } = useTranslation()
  return (
    <div className="preview-part">
      <p className="preview-title">{title}</p>
      {name === null ? (
        <p className="preview-dim">{t('preview.incomplete')}</p>
      ) : (
        <>
          <div className="preview-name">
            <MiddleText text={name} mono />
            <CopyButton text={name} what={title} />
          </div>
          <p className="preview-dim">{where}</p>
        </>
      )}
    </div>
  )
}

function CodePreview({ projectId, settings }: { projectId: ProjectId; settings: ProjectSettings }) {
  const { t } = useTranslation()
  const { view } = useStores()
  const format = useFormat()
  const { summary, problem, ...scan } = useScan(projectId, settings)
  const keptWarnings = useProjects(({ projects }) => projects?.find(({ id }) => id === projectId)?.keptWarnings)
  const warnings = openWarnings(scan, { keptWarnings: keptWarnings ?? [] })
  const hasFolder = settings.codePath !== ''
  return (
    <div className="preview-part">
      <p className="preview-title">{t('preview.code')}</p>
      {!hasFolder && <p className="preview-dim">{t('preview.noFolder')}</p>}
      {hasFolder && summary === null && problem === null && <p className="preview-dim">{t('preview.looking')}</p>}
      {problem !== null && <p className="preview-bad">{describeError(problem, t).title}</p>}
      {summary !== null && (
        <>
          <p>{t('preview.files', { count: summary.fileCount, size: format.bytes(summary.sizeBytes) })}</p>
          {summary.layerBytes !== null && (
            <p className="preview-dim">{t('preview.layer', { size: format.bytes(summary.layerBytes) })}</p>
          )}
          {summary.ignoredCount > 0 && (
            <p className="preview-dim">{t('preview.ignored', { count: summary.ignoredCount })}</p>
          )}
          <button type="button" className="preview-link" onClick={() => view.getState().selectTab('files')}>
            {warnings.length > 0 && <StateMark mark={warnings.some(isFatal) ? 'failed' : 'warning'} />}
            {warnings.length > 0 ? t('preview.warnings', { count: warnings.length }) : t('preview.showFiles')}
          </button>
        </>
      )}
    </div>
  )
}
