import type { Project } from '../../../shared/model/project.ts'
import type { TerminalImage } from '../../../shared/model/terminal.ts'
import type { AppStores } from '../../stores/app-stores.ts'
import { startFromForm } from '../packages/start-packages.ts'

/** Opens a terminal as the form stands, and shows it. */
export async function openTerminal(stores: AppStores, project: Project, image: TerminalImage): Promise<void> {
  await startFromForm(stores, project, async () => {
    await stores.terminals.getState().start(project.id, image)
    stores.view.getState().selectTab('terminal')
  })
}
