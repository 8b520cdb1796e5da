import type { CheckVerdict } from '../../../shared/model/doctor.ts'
import type { Mark } from '../../ui/state-mark.tsx'

export const markOfVerdict: Readonly<Record<CheckVerdict, Mark>> = {
  ok: 'done',
  warning: 'warning',
  problem: 'failed',
  skipped: 'none',
}
