import { MantineProvider } from '@mantine/core'
import type { ReactNode } from 'react'
import type { Root } from 'react-dom/client'
import { I18nextProvider } from 'react-i18next'
import { createTexts, type Language } from '../../i18n/i18n.ts'
import type { AppClient } from '../../ipc/app-client.ts'
import { toErrorData } from '../../ipc/error-data.ts'
import { createAppStores, loadFirstScreen, type AppStores } from '../../stores/app-stores.ts'
import { StoresContext } from '../../stores/use-stores.ts'
import { PartBoundary } from '../../ui/part-boundary.tsx'
import { systemColorScheme, theme } from '../../ui/theme.ts'
import { App } from './app.tsx'
import { StartFailure } from './start-failure.tsx'

/** Loads what the first screen shows, then shows it: nothing jumps into place. */
export async function startPage(root: Root, client: AppClient): Promise<void> {
  applySystemColorScheme()
  const stores = createAppStores(client, (callback) => requestAnimationFrame(callback))
  window.addEventListener('pagehide', () => stores.drafts.flushAll())
  try {
    await loadFirstScreen(stores)
    root.render(page(stores, <App />))
  } catch (error) {
    root.render(page(stores, <StartFailure error={toErrorData(error)} />))
  }
}

function page(stores: AppStores, screen: ReactNode): ReactNode {
  const language = stores.health.getState().info?.language ?? systemLanguage()
  document.documentElement.lang = language
  return (
    <I18nextProvider i18n={createTexts(language)}>
      <MantineProvider
        theme={theme}
        defaultColorScheme="auto"
        colorSchemeManager={systemColorScheme}
        withCssVariables={false}
        withGlobalClasses={false}
      >
        <StoresContext value={stores}>
          <PartBoundary>{screen}</PartBoundary>
        </StoresContext>
      </MantineProvider>
    </I18nextProvider>
  )
}

function systemLanguage(): Language {
  return navigator.language.startsWith('zh') ? 'zh-CN' : 'en'
}

/** Before the first paint; from then on the provider keeps it. */
function applySystemColorScheme(): void {
  const dark = window.matchMedia('(prefers-color-scheme: dark)').matches
  document.documentElement.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light')
}
