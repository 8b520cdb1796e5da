import { useTranslation } from 'react-i18next'
import type { TestResult } from '../../../shared/model/test-run.ts'
import { useFormat } from '../../i18n/format.ts'
import { MiddleText } from '../../ui/middle-text.tsx'

const shownOutputs = 6

/** The files that a test left in its output folder. */
export function OutputList({ outputs }: { outputs: TestResult['outputs'] }) {
  const { t } = useTranslation()
  const format = useFormat()
  const moreCount = outputs.length - shownOutputs
  return (
    <section className="outputs" aria-label={t('tests.outputs')}>
      <h2>{t('tests.outputs')}</h2>
      {outputs.length === 0 && <p className="outputs-none">{t('tests.noOutputs')}</p>}
      <ul className="selectable">
        {outputs.slice(0, shownOutputs).map(({ path, sizeBytes, changed }) => (
          <li key={path}>
            <MiddleText text={path} mono />
            <span className="output-kind">{t(changed ? 'tests.outputChanged' : 'tests.outputNew')}</span>
            <span>{format.bytes(sizeBytes)}</span>
          </li>
        ))}
      </ul>
      {moreCount > 0 && <p className="outputs-none">{t('tests.moreOutputs', { count: moreCount })}</p>}
    </section>
  )
}
