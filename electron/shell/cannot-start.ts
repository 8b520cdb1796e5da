import { dialog } from 'electron'
import type { Language } from './language.ts'

const cannotStart: Record<Language, string> = {
  en: 'UAI Train Packer cannot start',
  'zh-CN': 'UAI Train Packer 无法启动',
}

export function tellCannotStart(language: Language, error: unknown): void {
  dialog.showErrorBox(cannotStart[language], error instanceof Error ? error.message : String(error))
}
