import i18next, { type i18n } from 'i18next'
import { initReactI18next } from 'react-i18next'
import { foreignText } from '../../shared/text/foreign-text.ts'
import en from './en.json'
import chinese from './zh-CN.json'

export type Language = 'en' | 'zh-CN'

export const resources = { en: { translation: en }, 'zh-CN': { translation: chinese } } as const

declare module 'i18next' {
  interface CustomTypeOptions {
    resources: (typeof resources)['en']
  }
}

export function createTexts(language: Language): i18n {
  const texts = i18next.createInstance()
  void texts.use(initReactI18next).init({
    resources,
    lng: language,
    fallbackLng: 'en',
    initAsync: false,
    // React escapes markup itself. Values are often words of others.
    interpolation: { escape: foreignText },
  })
  return texts
}
