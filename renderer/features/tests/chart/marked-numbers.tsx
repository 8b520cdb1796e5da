import { ActionIcon, Button, Popover, TextInput } from '@mantine/core'
import { IconPlus, IconX } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { findCandidates, MarkedName, maxMarked, type NamedNumber } from '../../../../shared/metrics/marked.ts'
import type { ProjectId } from '../../../../shared/model/ids.ts'
import { unlessCancelled } from '../../../ipc/error-data.ts'
import { useStores } from '../../../stores/use-stores.ts'

interface MarkedNumbersProps {
  readonly projectId: ProjectId
  /** The text of the line that was selected or clicked in the log; null without one. */
  readonly readSelected: () => Promise<string | null>
  /** Of a number that has just become a curve. */
  readonly onMarked: (name: MarkedName) => void
}

/** Makes curves of numbers that the app does not take for one by itself, by the words before them. */
export function MarkedNumbers({ projectId, readSelected, onMarked }: MarkedNumbersProps) {
  const { t } = useTranslation()
  const { client, follows, view } = useStores()
  const [opened, setOpened] = useState(false)
  const [names, setNames] = useState<readonly MarkedName[]>([])
  const [candidates, setCandidates] = useState<readonly NamedNumber[]>([])
  const [typed, setTyped] = useState('')
  const parsed = MarkedName.safeParse(typed)
  const isFull = names.length >= maxMarked

  async function telling(work: () => Promise<void>): Promise<void> {
    try {
      await work()
    } catch (error) {
      view.getState().tellProblem(unlessCancelled(error))
    }
  }

  const open = (): Promise<void> =>
    telling(async () => {
      const [marked, line] = await Promise.all([client.call('runs.marked', projectId), readSelected()])
      setNames(marked)
      setCandidates(line === null ? [] : findCandidates(line))
      setOpened(true)
    })

  const change = (next: readonly MarkedName[]): Promise<void> =>
    telling(async () => {
      await client.call('runs.mark', { projectId, names: [...next] })
      setNames(next)
      follows.readMetricsAnew()
    })

  async function add(name: MarkedName): Promise<void> {
    if (names.includes(name) || isFull) return
    await change([...names, name])
    setTyped('')
    onMarked(name)
  }

  return (
    <Popover opened={opened} onChange={setOpened} position="top-end" width={320} trapFocus returnFocus withinPortal>
      <Popover.Target>
        <ActionIcon
          size={28}
          variant="subtle"
          color="gray"
          aria-label={t('chart.add')}
          title={t('chart.add')}
          onClick={() => (opened ? setOpened(false) : void open())}
        >
          <IconPlus size={16} />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown className="chart-marked" aria-label={t('chart.addTitle')}>
        <form
          onSubmit={(event) => {
            event.preventDefault()
            if (parsed.success) void add(parsed.data)
          }}
        >
          <TextInput
            size="xs"
            data-autofocus
            label={t('chart.addTitle')}
            description={t('chart.addHint')}
            placeholder="grad norm"
            value={typed}
            disabled={isFull}
            onChange={({ currentTarget: { value } }) => setTyped(value)}
          />
        </form>
        <Candidates
          candidates={candidates.filter(({ name }) => !names.includes(name))}
          onChoose={(name) => void add(name)}
        />
        {names.length > 0 && (
          <ul className="chart-marked-list" aria-label={t('chart.marked')}>
            {names.map((name) => (
              <li key={name}>
                <span>{name}</span>
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  size={22}
                  aria-label={t('chart.unmark', { name })}
                  onClick={() => void change(names.filter((one) => one !== name))}
                >
                  <IconX size={14} />
                </ActionIcon>
              </li>
            ))}
          </ul>
        )}
      </Popover.Dropdown>
    </Popover>
  )
}

interface CandidatesProps {
  readonly candidates: readonly NamedNumber[]
  readonly onChoose: (name: MarkedName) => void
}

function Candidates({ candidates, onChoose }: CandidatesProps) {
  const { t } = useTranslation()
  if (candidates.length === 0) return <p className="chart-marked-words">{t('chart.noCandidates')}</p>
  return (
    <>
      <p className="chart-marked-words">{t('chart.candidates')}</p>
      <div className="chart-candidates" role="group" aria-label={t('chart.candidates')}>
        {candidates.map(({ name, value }) => (
          <Button key={name} variant="default" size="compact-xs" onClick={() => onChoose(name)}>
            {`${name} ${value}`}
          </Button>
        ))}
      </div>
    </>
  )
}
