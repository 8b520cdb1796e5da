export type Language = 'en' | 'zh-CN'

/** The first of the wanted languages (BCP 47 tags, best first) that the app has texts for; English without one. */
export function chooseLanguage(wanted: readonly string[]): Language {
  for (const tag of wanted) {
    const [language = ''] = tag.toLowerCase().split(/[-_.]/)
    if (language === 'zh') return 'zh-CN'
    if (language === 'en') return 'en'
  }
  return 'en'
}
