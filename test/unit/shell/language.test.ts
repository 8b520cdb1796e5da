import { expect, it } from 'vitest'
import { chooseLanguage } from '../../../electron/shell/language.ts'

it.each([
  [['zh-CN', 'en-US'], 'zh-CN'],
  [['zh-Hant-TW'], 'zh-CN'],
  [['en-GB', 'zh-CN'], 'en'],
  [['fr-FR', 'zh-CN', 'en'], 'zh-CN'],
  [['zh_CN.UTF-8'], 'zh-CN'],
  [['de'], 'en'],
  [['zhuang'], 'en'],
  [[''], 'en'],
  [[], 'en'],
])('of %j is %s', (wanted, language) => expect(chooseLanguage(wanted)).toBe(language))
