import { Button, Popover } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { RunSettings } from '../../../stores/metric-follow.ts'

/** What the training was told to do, as its log says before it begins. */
export function RunSettingsButton({ settings }: { settings: RunSettings }) {
  const { t } = useTranslation()
  if (settings.size === 0) return null
  return (
    <Popover position="top-end" width={320} trapFocus returnFocus withinPortal>
      <Popover.Target>
        <Button variant="subtle" color="gray" size="compact-sm" px={6}>
          {t('chart.settings', { count: settings.size })}
        </Button>
      </Popover.Target>
      <Popover.Dropdown className="chart-settings selectable" aria-label={t('chart.settingsTitle')}>
        <table tabIndex={0}>
          <caption>{t('chart.settingsTitle')}</caption>
          <tbody>
            {[...settings].map(([name, value]) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td>{String(value)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Popover.Dropdown>
    </Popover>
  )
}
