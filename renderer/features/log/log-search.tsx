import { ActionIcon, Button, TextInput } from '@mantine/core'
import { IconChevronDown, IconChevronUp, IconLetterCase, IconRegex, IconX } from '@tabler/icons-react'
import { useEffect, useRef, type KeyboardEvent, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { patternProblem } from '../../../shared/log/pattern.ts'
import type { LogQuery } from '../../../shared/log/query.ts'
import type { FoundRow, LogStep } from '../../../shared/model/log.ts'
import { useFormat } from '../../i18n/format.ts'
import type { LogSnapshot } from '../../stores/log-follow.ts'
import { describeError } from '../../i18n/describe-error.ts'

interface LogSearchProps {
  readonly log: LogSnapshot
  readonly draft: LogQuery
  readonly current: FoundRow | null
  /** Rises each time the search is asked for, also while it is open. */
  readonly asked: number
  readonly onChange: (draft: LogQuery) => void
  readonly onStep: (step: LogStep) => void
  /** Shows the lines with a match only. */
  readonly onFilter: (query: LogQuery) => void
  readonly onClose: () => void
}

/** What is looked for in the log, how often it is there, and the way from one to the next. */
export function LogSearch({ log, draft, current, asked, onChange, onStep, onFilter, onClose }: LogSearchProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const input = useRef<HTMLInputElement>(null)
  useEffect(() => input.current?.select(), [asked])
  const invalid = draft.text === '' ? null : patternProblem(draft)
  const problem = invalid ?? (log.findProblem === null ? null : describeError(log.findProblem, t).title)

  function onKeyDown(event: KeyboardEvent): void {
    if (event.key === 'Enter') onStep(event.shiftKey ? 'previous' : 'next')
    else if (event.key === 'Escape') onClose()
    else return
    event.preventDefault()
    event.stopPropagation()
  }

  function counted(): string {
    if (draft.text === '' || problem !== null) return ''
    const { find } = log
    // What was found before belongs to what was typed before.
    if (find === null || log.query !== draft) return t('log.searching')
    const count = format.count(find.matchCount)
    if (find.matchCount === 0) return t(find.complete ? 'log.noMatches' : 'log.searching')
    if (!find.complete) return t('log.matchesSoFar', { formatted: count })
    if (current === null) return t('log.matches', { count: find.matchCount, formatted: count })
    return t('log.matchOf', { ordinal: format.count(current.ordinal), count })
  }

  return (
    <search className="log-search" aria-label={t('log.search')}>
      <TextInput
        ref={input}
        size="xs"
        className="log-search-input"
        aria-label={t('log.searchText')}
        placeholder={t('log.searchText')}
        spellCheck={false}
        value={draft.text}
        maxLength={1000}
        error={problem !== null}
        onChange={(event) => onChange({ ...draft, text: event.currentTarget.value })}
        onKeyDown={onKeyDown}
      />
      <Toggle
        label={t('log.matchCase')}
        on={draft.matchCase}
        onClick={() => onChange({ ...draft, matchCase: !draft.matchCase })}
      >
        <IconLetterCase size={14} />
      </Toggle>
      <Toggle label={t('log.regex')} on={draft.isRegex} onClick={() => onChange({ ...draft, isRegex: !draft.isRegex })}>
        <IconRegex size={14} />
      </Toggle>
      <span className={problem === null ? 'log-search-count' : 'log-search-problem'} role="status">
        {problem ?? counted()}
      </span>
      <Step label={t('log.previousMatch')} onClick={() => onStep('previous')}>
        <IconChevronUp size={14} />
      </Step>
      <Step label={t('log.nextMatch')} onClick={() => onStep('next')}>
        <IconChevronDown size={14} />
      </Step>
      <Button
        variant="subtle"
        color="gray"
        size="compact-xs"
        disabled={draft.text === '' || invalid !== null}
        onClick={() => onFilter(draft)}
      >
        {t('log.onlyMatches')}
      </Button>
      <Step label={t('log.endSearch')} onClick={onClose}>
        <IconX size={14} />
      </Step>
    </search>
  )
}

interface ButtonProps {
  readonly label: string
  readonly onClick: () => void
  readonly children: ReactNode
}

function Toggle({ label, on, onClick, children }: ButtonProps & { readonly on: boolean }) {
  return (
    <ActionIcon
      size="sm"
      variant={on ? 'light' : 'subtle'}
      color={on ? 'accent' : 'gray'}
      aria-label={label}
      title={label}
      aria-pressed={on}
      onClick={onClick}
    >
      {children}
    </ActionIcon>
  )
}

function Step({ label, onClick, children }: ButtonProps) {
  return (
    <ActionIcon size="sm" variant="subtle" color="gray" aria-label={label} title={label} onClick={onClick}>
      {children}
    </ActionIcon>
  )
}
