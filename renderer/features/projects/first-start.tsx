import { IconFlask, IconFolderOpen } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { describeError } from '../../i18n/describe-error.ts'
import { useAccounts, useHealth, useStores } from '../../stores/use-stores.ts'
import { ErrorPanel } from '../../ui/error-panel.tsx'
import { NotePanel } from '../../ui/note-panel.tsx'
import { StateMark } from '../../ui/state-mark.tsx'
import { SandboxProgress, useSandboxStart } from '../account/sandbox-start.tsx'
import { openCodeFolder } from '../open/open-actions.ts'

/** Nothing here yet: two ways to begin. */
export function FirstStart() {
  const { t } = useTranslation()
  const stores = useStores()
  const sandbox = useSandboxStart()
  const hasSandbox = useAccounts((state) => state.accounts?.some((account) => account.kind === 'sandbox') ?? false)
  return (
    <div className="first-start">
      <div className="first-start-head">
        <h1>{t('start.title')}</h1>
        <p>{t('start.intro')}</p>
      </div>
      <div className="first-start-choices">
        <button type="button" className="first-start-choice" onClick={() => void openCodeFolder(stores)}>
          <IconFolderOpen size={24} stroke={1.5} aria-hidden="true" />
          <strong>{t('start.openFolder')}</strong>
          <span>{t('start.openFolderHint')}</span>
        </button>
        <button
          type="button"
          className="first-start-choice"
          disabled={sandbox.running || hasSandbox}
          onClick={() => void sandbox.start()}
        >
          <IconFlask size={24} stroke={1.5} aria-hidden="true" />
          <strong>{t('start.trySandbox')}</strong>
          <span>{t('start.trySandboxHint')}</span>
        </button>
      </div>
      <div className="first-start-more">
        {sandbox.running && sandbox.jobId !== null && <SandboxProgress jobId={sandbox.jobId} />}
        {sandbox.error !== null && <ErrorPanel error={sandbox.error} heading={t('start.sandboxFailed')} />}
        {hasSandbox && !sandbox.running && (
          <NotePanel mark="done">
            <p>{t('start.sandboxReady')}</p>
          </NotePanel>
        )}
      </div>
      <EngineLine />
    </div>
  )
}

function EngineLine() {
  const { t } = useTranslation()
  const engine = useHealth((state) => state.engine)
  if (engine === null) return <p className="first-start-engine">{t('status.engineChecking')}</p>
  if (engine.state === 'ok') {
    const { version, apiVersion, storageDriver } = engine
    return (
      <p className="first-start-engine">
        <StateMark mark="done" />
        {t('status.engineOk')} · {t('status.engineDetail', { version, apiVersion, driver: storageDriver })}
      </p>
    )
  }
  const { title, cure } = describeError(engine.problem, t)
  return (
    <p className="first-start-engine">
      <StateMark mark="failed" />
      {title}. {cure}
    </p>
  )
}
