import { useTranslation } from 'react-i18next'
import type { JobView } from '../../stores/job-view.ts'
import { markOfStage, StateMark } from '../../ui/state-mark.tsx'
import { laneStages } from './stage-plan.ts'

/** The stages that serve both images, in a row. */
export function SharedStages({ view }: { view: JobView }) {
  const { t } = useTranslation()
  return (
    <ol className="shared-stages" aria-label={t('lanes.shared')}>
      {laneStages(view, 'shared').map(({ stage, state }) => (
        <li key={stage} className={`shared-stage stage-${state}`} title={t(`stageStates.${state}`)}>
          <StateMark mark={markOfStage(state)} label={t(`stageStates.${state}`)} />
          {t(`stages.${stage}.name`)}
        </li>
      ))}
    </ol>
  )
}
