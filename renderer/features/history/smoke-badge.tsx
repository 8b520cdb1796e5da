import { useTranslation } from 'react-i18next'
import type { SmokeBadge } from '../../../shared/model/smoke.ts'
import { useFormat } from '../../i18n/format.ts'
import { StateMark } from '../../ui/state-mark.tsx'
import './smoke-badge.css'

const marks = { passed: 'done', warned: 'warning', failed: 'failed' } as const

/** What came of trying an image before its push, in a word. */
export function SmokeBadgeView({ badge }: { badge: SmokeBadge }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { verdict, rung, at } = badge
  const title = t('smoke.tried', { when: format.dateTime(at) })
  return (
    <span className="smoke-badge" title={rung === null ? title : `${title} · ${t(`stages.smoke-${rung}.name`)}`}>
      <StateMark mark={marks[verdict]} />
      {t(`smoke.verdicts.${verdict}`)}
    </span>
  )
}
