import { useTranslation } from 'react-i18next'
import type { PackRecord } from '../../../shared/model/pack-record.ts'
import { parametersOf } from '../../../shared/model/parameters.ts'
import { Disclosure } from '../../ui/disclosure.tsx'
import { parameterName } from './parameter-names.ts'

/** Everything that the pack was asked for. */
export function RecordParameters({ record }: { record: PackRecord }) {
  const { t } = useTranslation()
  const { project, region, zone, uhubUsername } = record.request
  const others = { region, zone, uhubUsername }
  const shown = [...parametersOf(project), ...Object.entries(others)].filter(([, value]) => value !== '')
  return (
    <Disclosure label={t('history.parametersTitle')}>
      <dl className="record-facts selectable">
        {shown.map(([name, value]) => (
          <div key={name}>
            <dt>{parameterName(name, t)}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </Disclosure>
  )
}
