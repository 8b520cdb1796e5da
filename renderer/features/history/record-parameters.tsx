import { useTranslation } from 'react-i18next'
import type { PackRecord } from '../../../shared/model/pack-record.ts'
import { Disclosure } from '../../ui/disclosure.tsx'
import { parameterName } from './parameter-names.ts'

/** Everything that the pack was asked for. */
export function RecordParameters({ record }: { record: PackRecord }) {
  const { t } = useTranslation()
  const { project, region, zone, uhubUsername } = record.request
  const { base, ignore, ...fields } = project
  const names = Object.fromEntries(Object.entries(base).filter(([name]) => name !== 'kind'))
  const values: [string, string][] = Object.entries({ ...fields, ...names, region, zone, uhubUsername }).map(
    ([name, value]) => [name, value === null || name === 'accountId' ? '' : String(value)],
  )
  const shown = [...values, ['ignore', ignore.rules.join(' ')] as const].filter(([, value]) => value !== '')
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
