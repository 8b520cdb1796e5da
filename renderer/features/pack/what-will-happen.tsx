import { ActionIcon, Tooltip } from '@mantine/core'
import { IconRefresh } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { defaultAccountSettings } from '../../../shared/model/account.ts'
import type { ProjectId } from '../../../shared/model/ids.ts'
import type { ProjectSettings } from '../../../shared/model/project.ts'
import { trainCommands } from '../../../shared/uaitrain/commands.ts'
import { checkProjectField, type ProjectField } from '../../../shared/uaitrain/fields.ts'
import { chosenUhubHost, cpuImageName, gpuImageName } from '../../../shared/uaitrain/names.ts'
import { describeError } from '../../i18n/describe-error.ts'
import { useFormat } from '../../i18n/format.ts'
import { lastPacked } from '../../stores/jobs-store.ts'
import { useAccount, useAccounts, useJobs, useProjects, useStores } from '../../stores/use-stores.ts'
import { CommandBlock } from '../../ui/command-block.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Disclosure } from '../../ui/disclosure.tsx'
import { MiddleText } from '../../ui/middle-text.tsx'
import { NotePanel } from '../../ui/note-panel.tsx'
import { previewWarnings } from './preview-warnings.ts'
import { useInspection } from './use-inspection.ts'

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
      <ImagePreview
        title={t('preview.cpuImage')}
        name={isFine('imageName', 'imageTag') ? cpuImageName(settings) : null}
        where={t('preview.staysLocal')}
      />
      {gpu && (
        <ImagePreview
          title={t('preview.gpuImage')}
          name={isFine('uhubRegistry', 'imageName', 'imageTag') ? gpuImageName(settings, hosts) : null}
          where={t('preview.pushedTo', { host: chosenUhubHost(hosts, settings.internalUhub) })}
        />
      )}
      <CodePreview codePath={settings.codePath} />
      <Warnings settings={settings} projectId={projectId} />
      {isFine('mainFile', 'trainParams', 'testDataPath', 'testOutputPath', 'imageName', 'imageTag') && (
        <Disclosure label={t('preview.commands')}>
          <CommandBlock name={t('commands.deploy')} command={commands.deploy} />
          <CommandBlock name={t('commands.cpuTest')} command={commands.cpuTest} />
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

function CodePreview({ codePath }: { codePath: string }) {
  const { t } = useTranslation()
  const { folders } = useStores()
  const format = useFormat()
  const inspection = useInspection(codePath)
  const folder = inspection?.folder ?? null
  const problem = inspection?.problem ?? null
  return (
    <div className="preview-part">
      <div className="preview-name">
        <p className="preview-title">{t('preview.code')}</p>
        {codePath !== '' && (
          <Tooltip label={t('preview.refresh')}>
            <ActionIcon
              variant="subtle"
              color="gray"
              size={24}
              aria-label={t('preview.refresh')}
              onClick={() => void folders.getState().inspect(codePath)}
            >
              <IconRefresh size={14} />
            </ActionIcon>
          </Tooltip>
        )}
      </div>
      {codePath === '' && <p className="preview-dim">{t('preview.noFolder')}</p>}
      {codePath !== '' && folder === null && problem === null && <p className="preview-dim">{t('preview.looking')}</p>}
      {problem !== null && <p className="preview-bad">{describeError(problem, t).title}</p>}
      {folder !== null && (
        <>
          <p>{t('preview.files', { count: folder.fileCount, size: format.bytes(folder.sizeBytes) })}</p>
          {folder.ignoredCount > 0 && (
            <p className="preview-dim">{t('preview.ignored', { count: folder.ignoredCount })}</p>
          )}
          {folder.hiddenByMounts.map((hidden) => (
            <NotePanel key={hidden} mark="warning">
              <p>{t('preview.hidden', { folder: hidden })}</p>
            </NotePanel>
          ))}
        </>
      )}
    </div>
  )
}
