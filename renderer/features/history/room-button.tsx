import { Button, Popover, Select } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CodeRoom } from '../../../shared/model/pack-record.ts'
import { useFormat } from '../../i18n/format.ts'
import { useStores } from '../../stores/use-stores.ts'
import { telling } from '../project/project-actions.ts'

const choices = [0, 500_000_000, 2_000_000_000, 10_000_000_000, 50_000_000_000] as const

/** How much room the code of packs takes, and may take. */
export function RoomButton() {
  const { t } = useTranslation()
  const stores = useStores()
  const format = useFormat()
  const [room, setRoom] = useState<CodeRoom | null>(null)

  useEffect(() => {
    const look = (): void => void stores.client.call('history.room', undefined).then(setRoom, () => undefined)
    look()
    return stores.client.on('history.changed', look)
  }, [stores])

  if (room === null) return null
  const { usedBytes, budgetBytes } = room
  const offered = [...new Set([...choices, budgetBytes])].sort((a, b) => a - b)
  return (
    <Popover position="top-end" width={320} trapFocus returnFocus>
      <Popover.Target>
        <Button variant="subtle" color="gray" size="xs">
          {t('history.room', { used: format.bytes(usedBytes), budget: format.bytes(budgetBytes) })}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <Select
          label={t('history.budget')}
          description={t('history.budgetHint')}
          allowDeselect={false}
          comboboxProps={{ withinPortal: false }}
          data={offered.map((bytes) => ({
            value: String(bytes),
            label: bytes === 0 ? t('history.keepNoCode') : format.bytes(bytes),
          }))}
          value={String(budgetBytes)}
          onChange={(value) =>
            void telling(stores, async () => setRoom(await stores.client.call('history.setBudget', Number(value))))
          }
        />
      </Popover.Dropdown>
    </Popover>
  )
}
