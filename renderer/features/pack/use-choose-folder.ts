import { unlessCancelled } from '../../ipc/error-data.ts'
import { useStores } from '../../stores/use-stores.ts'

type Purpose = 'code' | 'testData' | 'testOutput'

/** Opens the system's folder dialog; the path is handed over if one was chosen. */
export function useChooseFolder(): (
  purpose: Purpose,
  startAt: string,
  onChosen: (path: string) => void,
) => Promise<void> {
  const { client, view } = useStores()
  return async (purpose, startAt, onChosen) => {
    try {
      const path = await client.call('folders.choose', { purpose, startAt: startAt === '' ? null : startAt })
      if (path !== null) onChosen(path)
    } catch (error) {
      view.getState().tellProblem(unlessCancelled(error))
    }
  }
}
