import { readSecrets, type AppSecrets } from './app-secrets.ts'
import { startGate, type Gate } from './gate.ts'
import type { LaunchedApp } from './launch-app.ts'
import type { TypedAccount } from './pages/account-dialog.ts'
import { sandboxAccount, sandboxPorts } from './sandbox.ts'

/** A way to the sandbox's servers on which a test can hold what it likes. */
export interface Detour {
  readonly api: Gate
  readonly registry: Gate
  readonly secrets: AppSecrets
  /** An account like the sandbox's own that takes this way. */
  readonly account: TypedAccount & { readonly name: string }
  open(): void
  stop(): Promise<void>
}

/** For an app that runs the sandbox. */
export async function startDetour(app: LaunchedApp): Promise<Detour> {
  const { registryPort, servicePort } = sandboxPorts()
  const [api, registry] = [await startGate(servicePort), await startGate(registryPort)]
  const secrets = await readSecrets(app, sandboxAccount.name)
  return {
    api,
    registry,
    secrets,
    account: {
      ...sandboxAccount,
      ...secrets,
      name: 'Detour',
      apiUrl: `http://${api.host}`,
      uhubHost: registry.host,
      // The stand-in names base images by the registry's own address.
      uhubInternalHost: `127.0.0.1:${registryPort}`,
    },
    open: () => {
      api.open()
      registry.open()
    },
    stop: async () => {
      await api.stop()
      await registry.stop()
    },
  }
}
