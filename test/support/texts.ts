import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInstance, type TFunction } from 'i18next'

export type Language = 'en' | 'zh-CN'

const folder = join(import.meta.dirname, '..', '..', 'renderer', 'i18n')

/** The app's own texts, so that one test finds its way in either language. */
export function textsIn(language: Language): TFunction {
  const texts = createInstance()
  void texts.init({
    resources: {
      [language]: { translation: JSON.parse(readFileSync(join(folder, `${language}.json`), 'utf8')) as object },
    },
    lng: language,
    initAsync: false,
    interpolation: { escapeValue: false },
  })
  return texts.t
}
