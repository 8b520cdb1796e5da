import type { TFunction } from 'i18next'
import type { Project } from '../../../shared/model/project.ts'
import { warningKey, type ScanWarning } from '../../../shared/model/scan.ts'
import type { Format } from '../../i18n/format.ts'
import type { ScanSnapshot } from '../../stores/scan-follow.ts'
import { exactPattern } from './rule-for.ts'

/** Those that the user has not said to live with; what a pack would end with cannot be lived with. */
export function openWarnings(
  { warnings }: Pick<ScanSnapshot, 'warnings'>,
  { keptWarnings }: Pick<Project, 'keptWarnings'>,
): ScanWarning[] {
  return warnings.filter((warning) => isFatal(warning) || !keptWarnings.includes(warningKey(warning)))
}

/** A pack would end with it, so keeping things as they are is no choice. */
export function isFatal({ code }: ScanWarning): boolean {
  return code === 'unreadable' || code === 'special-file' || code === 'name-not-utf8' || code === 'bad-rule'
}

export function warningWords(warning: ScanWarning, t: TFunction, format: Format): { title: string; cure: string } {
  const sizes = 'sizeBytes' in warning ? { size: format.bytes(warning.sizeBytes) } : {}
  const counts = 'fileCount' in warning ? { count: warning.fileCount } : {}
  const values = { ...warning, ...sizes, ...counts }
  return { title: t(`scan.warnings.${warning.code}.title`, values), cure: t(`scan.warnings.${warning.code}.cure`) }
}

/** The rule that takes a warning's cause out of the image; null where leaving out cures nothing. */
export function curingRule(warning: ScanWarning): string | null {
  return warning.code === 'bad-rule' || warning.code === 'name-not-utf8' ? null : exactPattern(warning.path)
}
