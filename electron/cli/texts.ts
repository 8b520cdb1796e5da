import i18next from 'i18next'
import en from '../../renderer/i18n/en.json'
import chinese from '../../renderer/i18n/zh-CN.json'

/** A text of the app by its key, with values filled in. */
export type Texts = (key: string, values?: Readonly<Record<string, string | number>>) => string

/** The window's own words, in the language that the terminal is set to. */
export function createTexts(environment: Readonly<Record<string, string | undefined>>): Texts {
  const language = chooseLanguage(environment)
  const texts = i18next.createInstance()
  void texts.init({
    resources: { en: { translation: en }, 'zh-CN': { translation: chinese } },
    lng: language,
    fallbackLng: 'en',
    initAsync: false,
    interpolation: { escapeValue: false },
  })
  // The keys are put together at run time from codes; a test sees to it that each of them has its words.
  const translate: unknown = texts.getFixedT(language)
  return translate as Texts
}

/** By POSIX's order of the variables; a set but empty one does not count. */
export function chooseLanguage(environment: Readonly<Record<string, string | undefined>>): 'en' | 'zh-CN' {
  const names = ['LC_ALL', 'LC_MESSAGES', 'LANG']
  const chosen = names.map((name) => environment[name] ?? '').find((value) => value !== '') ?? ''
  return /^zh(?:[_.@-]|$)/i.test(chosen) ? 'zh-CN' : 'en'
}
