import { useTranslation } from 'react-i18next'
import { useFormat } from '../../i18n/format.ts'
import { isWaitingToPush, progressOf, progressShare, type JobView } from '../../stores/job-view.ts'
import { Bar } from '../../ui/bar.tsx'
import { MiddleText } from '../../ui/middle-text.tsx'
import { markOfStage, StateMark } from '../../ui/state-mark.tsx'
import { LayerList } from './layer-list.tsx'
import { laneStages, type PlannedStage } from './stage-plan.ts'

interface LanePanelProps {
  readonly lane: 'cpu' | 'gpu'
  readonly image: string
  readonly view: JobView
  readonly now: number
}

/** One image on its way: its stages in order, the layers of the current one. */
export function LanePanel({ lane, image, view, now }: LanePanelProps) {
  const { t } = useTranslation()
  return (
    <section className="lane" aria-label={t(`lanes.${lane}`)}>
      <h2>{t(`lanes.${lane}`)}</h2>
      <MiddleText text={image} mono />
      <ol className="lane-stages">
        {laneStages(view, lane).map((planned) => (
          <li key={planned.stage} className={`lane-stage stage-${planned.state}`}>
            <LaneStage planned={planned} now={now} />
            {planned.state === 'started' && <StageDetail planned={planned} view={view} />}
          </li>
        ))}
      </ol>
    </section>
  )
}

function LaneStage({ planned: { stage, state, view }, now }: { planned: PlannedStage; now: number }) {
  const { t } = useTranslation()
  const format = useFormat()
  const took = view === undefined ? null : (view.endedAt ?? now) - view.startedAt
  const timed = took !== null && (state === 'started' || state === 'done' || state === 'failed')
  return (
    <div className="lane-stage-head">
      <StateMark mark={markOfStage(state)} label={t(`stageStates.${state}`)} />
      <span className="lane-stage-name">{t(`stages.${stage}.name`)}</span>
      <span className="lane-stage-time">
        {timed ? (state === 'started' ? format.elapsed(took) : format.duration(took)) : t(`stageStates.${state}`)}
      </span>
    </div>
  )
}

function StageDetail({ planned: { stage, lane }, view }: { planned: PlannedStage; view: JobView }) {
  const { t } = useTranslation()
  const format = useFormat()
  const progress = progressOf(view, lane, stage)
  const share = progressShare(progress)
  const name = `${t(`lanes.${lane}`)}: ${t(`stages.${stage}.name`)}`
  return (
    <div className="stage-detail">
      <Bar share={share} label={name} />
      {progress !== undefined && (
        <>
          <p className="stage-bytes">
            <span>
              {progress.totalBytes === null
                ? progress.currentBytes > 0 && format.bytes(progress.currentBytes)
                : t('pack.ofTotal', {
                    current: format.bytes(progress.currentBytes),
                    total: format.bytes(progress.totalBytes),
                  })}
            </span>
            {share !== null && <span>{format.percent(share)}</span>}
          </p>
          {progress.layers.length > 0 && <LayerList layers={progress.layers} />}
          {isWaitingToPush(view, { lane, stage }) && <p className="stage-line">{t('pack.pushWaits')}</p>}
          {progress.line !== null && <p className="stage-line">{progress.line}</p>}
        </>
      )}
    </div>
  )
}
