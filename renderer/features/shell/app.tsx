import { Suspense, useEffect, useState } from 'react'
import { unlessCancelled } from '../../ipc/error-data.ts'
import type { AppStores } from '../../stores/app-stores.ts'
import { useAccounts, useHealth, useProjects, useStores, useView } from '../../stores/use-stores.ts'
import { ErrorPanel } from '../../ui/error-panel.tsx'
import { lazyPart, loadPartsAhead } from '../../ui/lazy-part.tsx'
import { PartBoundary } from '../../ui/part-boundary.tsx'
import { DropTarget } from '../open/drop-target.tsx'
import { useOpened } from '../open/use-opened.ts'
import { FirstStart } from '../projects/first-start.tsx'
import { ProjectList } from '../projects/project-list.tsx'
import { ProjectView } from '../project/project-view.tsx'
import { Announcer } from './announcer.tsx'
import { StatusLine } from './status-line.tsx'
import { UnreadNotice } from './unread-notice.tsx'
import { useShortcuts } from './use-shortcuts.ts'
import './app.css'

const LostNotice = lazyPart(async () => (await import('../history/lost-notice.tsx')).LostNotice)
const HistoryScreen = lazyPart(async () => (await import('../history/history-screen.tsx')).HistoryScreen)
const QuestionView = lazyPart(async () => (await import('../open/question-view.tsx')).QuestionView)
const RunDialog = lazyPart(async () => (await import('../tests/run-dialog.tsx')).RunDialog)
const DoctorPage = lazyPart(async () => (await import('../doctor/doctor-page.tsx')).DoctorPage)
const AccountDialog = lazyPart(async () => (await import('../account/account-dialog.tsx')).AccountDialog)
const AboutDialog = lazyPart(async () => (await import('../about/about-dialog.tsx')).AboutDialog)
const Palette = lazyPart(async () => (await import('../palette/palette.tsx')).Palette)

export function App() {
  const stores = useStores()
  const projectId = useView((state) => state.projectId)
  const project = useProjects((state) => state.projects?.find((one) => one.id === projectId))
  const noProjects = useProjects((state) => state.projects?.length === 0)
  const dialog = useView((state) => state.accountDialog)
  const screen = useView((state) => state.screen)
  const anyAccount = useAccounts((state) => state.accounts?.[0]?.id ?? null)
  const runDialog = useView((state) => state.runDialog)
  const showsAllPacks = useView((state) => state.showsAllPacks)
  const isPaletteOpen = useView((state) => state.isPaletteOpen)
  const isAboutOpen = useView((state) => state.isAboutOpen)
  const isAsking = useView((state) => state.questions.length > 0)
  const problem = useView((state) => state.problem)
  const damagedDatabase = useHealth((state) => state.info?.damagedDatabase ?? null)
  const [knowsOfLoss, setKnowsOfLoss] = useState(false)
  const { tellProblem } = stores.view.getState()

  // Before main is told that the page is usable, which is when it hands over what is to be opened.
  useOpened()

  useEffect(() => {
    performance.mark('usable')
    void stores.client.call('app.usable')
    void askSlowOnes(stores)
    void loadPartsAhead()
  }, [stores])

  useEffect(() => {
    // What the command line has packed in the meantime is told by nobody.
    const look = (): void =>
      void stores.jobs
        .getState()
        .load()
        .catch(() => undefined)
    window.addEventListener('focus', look)
    return () => window.removeEventListener('focus', look)
  }, [stores])

  useShortcuts(stores)

  return (
    <div className="app">
      <PartBoundary>
        <ProjectList />
      </PartBoundary>
      <main className="app-main">
        {problem !== null && (
          <div className="app-problem">
            <ErrorPanel error={problem} onDismiss={() => tellProblem(null)} />
          </div>
        )}
        {damagedDatabase !== null && !knowsOfLoss && (
          <div className="app-problem">
            <Suspense>
              <LostNotice path={damagedDatabase} onDismiss={() => setKnowsOfLoss(true)} />
            </Suspense>
          </div>
        )}
        <UnreadNotice />
        <PartBoundary resetKey={`${screen} ${String(showsAllPacks)} ${projectId ?? ''}`}>
          {screen === 'doctor' ? (
            <Suspense>
              <DoctorPage projectId={projectId} accountId={project?.accountId ?? anyAccount} />
            </Suspense>
          ) : showsAllPacks ? (
            <Suspense>
              <HistoryScreen />
            </Suspense>
          ) : project !== undefined ? (
            <ProjectView key={project.id} project={project} />
          ) : (
            noProjects && <FirstStart />
          )}
        </PartBoundary>
      </main>
      <PartBoundary>
        <StatusLine project={project} />
      </PartBoundary>
      <Announcer />
      <DropTarget />
      {isPaletteOpen && (
        <PartBoundary>
          <Suspense>
            <Palette />
          </Suspense>
        </PartBoundary>
      )}
      {isAboutOpen && (
        <PartBoundary>
          <Suspense>
            <AboutDialog />
          </Suspense>
        </PartBoundary>
      )}
      {isAsking && (
        <PartBoundary>
          <Suspense>
            <QuestionView />
          </Suspense>
        </PartBoundary>
      )}
      {runDialog !== null && (
        <PartBoundary>
          <Suspense>
            <RunDialog target={runDialog} />
          </Suspense>
        </PartBoundary>
      )}
      {dialog !== null && (
        <PartBoundary>
          <Suspense>
            <AccountDialog key={dialog.accountId} target={dialog} />
          </Suspense>
        </PartBoundary>
      )}
    </div>
  )
}

/** What the first screen does not wait for. */
async function askSlowOnes({ health, accounts, terminals, view }: AppStores): Promise<void> {
  try {
    const { checkEngine, checkGpus, checkSecrets, loadUnread } = health.getState()
    const { load } = terminals.getState()
    await Promise.all([checkEngine(), accounts.getState().load(), load(), checkSecrets(), checkGpus(), loadUnread()])
  } catch (error) {
    view.getState().tellProblem(unlessCancelled(error))
  }
}
