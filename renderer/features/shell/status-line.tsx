import { Button } from '@mantine/core'
import { IconCommand, IconStethoscope } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Project } from '../../../shared/model/project.ts'
import { chosenUhubHost } from '../../../shared/uaitrain/names.ts'
import { describeError } from '../../i18n/describe-error.ts'
import { useAccount, useHealth, useStores, useView } from '../../stores/use-stores.ts'
import { markOfVerdict } from '../doctor/mark-of-verdict.ts'
import { useFindingWords } from '../doctor/use-finding-words.ts'
import { JobsItem } from './jobs-item.tsx'
import { StatusItem } from './status-item.tsx'

/** What runs, and the health of all that a pack needs; a click tells the reason and the cure. */
export function StatusLine({ project }: { project: Project | undefined }) {
  const { t } = useTranslation()
  return (
    <footer className="status-line" aria-label={t('status.label')}>
      <JobsItem />
      <EngineItem />
      <GpuItem />
      <KeychainItem />
      {project !== undefined && <UhubItem project={project} />}
      <PaletteItem />
      <DoctorItem />
    </footer>
  )
}

/** For those who do not know the key yet. */
function PaletteItem() {
  const { t } = useTranslation()
  const { view } = useStores()
  const mac = useHealth((state) => state.info?.platform === 'darwin')
  return (
    <button
      type="button"
      className="status-item status-palette"
      title={mac ? '⌘ K' : 'Ctrl + K'}
      aria-keyshortcuts={mac ? 'Meta+K' : 'Control+K'}
      onClick={() => view.getState().openPalette()}
    >
      <IconCommand size={14} aria-hidden="true" />
      {t('palette.open')}
    </button>
  )
}

/** Opens the page on all of it, and leaves it again. */
function DoctorItem() {
  const { t } = useTranslation()
  const { view } = useStores()
  const isOpen = useView((state) => state.screen === 'doctor')
  return (
    <button
      type="button"
      className="status-item status-doctor"
      aria-pressed={isOpen}
      onClick={() => (isOpen ? view.getState().closeDoctor() : view.getState().openDoctor())}
    >
      <IconStethoscope size={14} aria-hidden="true" />
      {t('doctor.open')}
    </button>
  )
}

function EngineItem() {
  const { t } = useTranslation()
  const { health } = useStores()
  const engine = useHealth((state) => state.engine)
  const checking = useHealth((state) => state.checking)
  const again = (
    <Button variant="default" size="xs" loading={checking} onClick={() => void health.getState().checkEngine()}>
      {t('status.checkAgain')}
    </Button>
  )
  if (engine === null) {
    return <StatusItem name={t('status.engine')} mark="none" title={t('status.engineChecking')} />
  }
  if (engine.state === 'ok') {
    const { version, apiVersion, storageDriver } = engine
    return (
      <StatusItem name={t('status.engine')} mark="done" title={t('status.engineOk')}>
        <p>{t('status.engineDetail', { version, apiVersion, driver: storageDriver })}</p>
        {again}
      </StatusItem>
    )
  }
  const { title, cure, words } = describeError(engine.problem, t)
  return (
    <StatusItem name={t('status.engine')} mark="failed" title={t('status.engineProblem')}>
      <p>{title}</p>
      <p>{cure}</p>
      {words !== null && <pre>{words}</pre>}
      {again}
    </StatusItem>
  )
}

function GpuItem() {
  const { t } = useTranslation()
  const { health } = useStores()
  const report = useHealth((state) => state.gpus)
  const tell = useFindingWords()
  if (report === null) return <StatusItem name={t('status.gpu')} mark="none" title={t('status.gpuUnknown')} />
  const { seen, cure } = tell(report.finding)
  return (
    <StatusItem name={t('status.gpu')} mark={markOfVerdict[report.finding.verdict]} title={seen}>
      {cure !== null && <p>{cure}</p>}
      <Button variant="default" size="xs" onClick={() => void health.getState().checkGpus()}>
        {t('status.checkAgain')}
      </Button>
    </StatusItem>
  )
}

function KeychainItem() {
  const { t } = useTranslation()
  const secrets = useHealth((state) => state.secrets)
  if (secrets === null) return null
  if (secrets.kind === 'keychain') {
    return <StatusItem name={t('status.keychain')} mark="done" title={t('status.keychainOk')} />
  }
  return (
    <StatusItem name={t('status.keychainMemory')} mark="warning" title={t('status.keychainMemory')}>
      <p>{t('status.keychainMemoryHint')}</p>
      {secrets.words !== '' && <pre>{secrets.words}</pre>}
    </StatusItem>
  )
}

function UhubItem({ project }: { project: Project }) {
  const { t } = useTranslation()
  const account = useAccount(project.accountId)
  if (account === undefined) return <StatusItem name={t('status.uhub')} mark="none" title={t('status.uhubNone')} />
  const ready = account.hasUhubPassword
  return (
    <StatusItem
      name={t('status.uhub')}
      mark={ready ? 'done' : 'warning'}
      title={t(ready ? 'status.uhubReady' : 'status.uhubNoPassword', { account: account.name })}
    >
      <p>{t('status.uhubHint', { host: chosenUhubHost(account, project.internalUhub) })}</p>
    </StatusItem>
  )
}
