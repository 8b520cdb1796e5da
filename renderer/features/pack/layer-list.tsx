import { useTranslation } from 'react-i18next'
import type { LayerProgress } from '../../../shared/model/job.ts'
import { useFormat } from '../../i18n/format.ts'
import { progressShare } from '../../stores/job-view.ts'
import { Bar } from '../../ui/bar.tsx'

const shownLayers = 8
const shownIdLength = 12

/** The layers that still move, then those that are done, as far as there is room. */
export function LayerList({ layers }: { layers: readonly LayerProgress[] }) {
  const { t } = useTranslation()
  const moving = layers.filter((layer) => layer.phase !== 'done')
  const done = layers.filter((layer) => layer.phase === 'done')
  const shown = [...moving, ...done].slice(0, Math.max(shownLayers, moving.length))
  const hiddenCount = layers.length - shown.length
  return (
    <ul className="layers" aria-label={t('pack.layers')}>
      {shown.map((layer) => (
        <Layer key={layer.id} layer={layer} />
      ))}
      {hiddenCount > 0 && <li className="layers-more">{t('pack.moreLayers', { count: hiddenCount })}</li>}
    </ul>
  )
}

function Layer({ layer }: { layer: LayerProgress }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { id, phase, existed, currentBytes, totalBytes } = layer
  const words = existed ? t('pack.layerExisted') : t(`layerPhases.${phase}`)
  const moves = phase === 'downloading' || phase === 'extracting' || phase === 'uploading'
  const shortId = id.replace(/^sha256:/, '').slice(0, shownIdLength)
  return (
    <li className={moves ? 'layer layer-moving' : 'layer'} title={words}>
      <code title={id}>{shortId}</code>
      <span className="layer-bar">{moves && <Bar share={progressShare(layer)} label={`${shortId} ${words}`} />}</span>
      <span className="layer-bytes">
        {moves && totalBytes !== null
          ? t('pack.ofTotal', { current: format.bytes(currentBytes), total: format.bytes(totalBytes) })
          : totalBytes !== null && format.bytes(totalBytes)}
      </span>
      <span className="layer-phase">{words}</span>
    </li>
  )
}
