import { Button } from '@mantine/core'
import { IconLink, IconTestPipe } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { ErrorData } from '../../../shared/errors.ts'
import { betterPython, linkOffer, type BaseFacts } from '../../../shared/model/base-facts.ts'
import { describeError } from '../../i18n/describe-error.ts'
import { useFormat } from '../../i18n/format.ts'
import { StateMark, type Mark } from '../../ui/state-mark.tsx'
import type { FormPart } from '../pack/form-part.ts'
import { pythonWords } from './python-words.ts'
import type { BaseTests } from './use-base-tests.ts'
import './bases.css'

export interface LaneImage {
  readonly lane: 'cpu' | 'gpu'
  readonly image: string
}

interface BaseTestsProps extends Pick<FormPart, 'settings' | 'change'> {
  readonly images: readonly LaneImage[]
  readonly tests: BaseTests
}

/** What the user's own base images are good for, and the link that makes up for a Python in another place. */
export function BaseTestsPanel({ images, tests, settings, change }: BaseTestsProps) {
  const { t } = useTranslation()
  if (images.length === 0) return null
  const { packages } = settings
  const known = images.flatMap(({ image }) => tests.facts[image] ?? [])
  const offer = packages.pythonLink === '' ? linkOffer(known) : null
  const setLink = (pythonLink: string): void => change({ packages: { ...packages, pythonLink } })
  return (
    <section className="bases" aria-label={t('baseTest.title')}>
      <ul className="bases-list selectable" aria-live="polite">
        {images.map(({ lane, image }) => (
          <BaseRow
            key={lane}
            lane={lane}
            facts={tests.facts[image]}
            problem={tests.problems[image]}
            isRunning={tests.isRunning}
            link={packages.pythonLink}
          />
        ))}
      </ul>
      {offer !== null && (
        <div className="bases-offer">
          <Button variant="light" size="xs" leftSection={<IconLink size={14} />} onClick={() => setLink(offer.path)}>
            {t('baseTest.link', { path: offer.path })}
          </Button>
          <p className="bases-dim">{t('baseTest.linkHint', { python: pythonWords(offer) })}</p>
        </div>
      )}
      {packages.pythonLink !== '' && (
        <div className="bases-linked">
          <IconLink size={14} aria-hidden />
          <p>{t('baseTest.linked', { path: packages.pythonLink })}</p>
          <Button variant="subtle" size="compact-xs" onClick={() => setLink('')}>
            {t('baseTest.unlink')}
          </Button>
        </div>
      )}
      {tests.isRunning ? (
        <Button variant="default" size="xs" onClick={() => tests.cancel()}>
          {t('baseTest.cancel')}
        </Button>
      ) : (
        <Button
          variant="default"
          size="xs"
          leftSection={<IconTestPipe size={14} />}
          onClick={() => void tests.start(true)}
        >
          {t('baseTest.start')}
        </Button>
      )}
    </section>
  )
}

interface BaseRowProps {
  readonly lane: 'cpu' | 'gpu'
  readonly facts: BaseFacts | undefined
  readonly problem: ErrorData | undefined
  readonly isRunning: boolean
  readonly link: string
}

function BaseRow({ lane, facts, problem, isRunning, link }: BaseRowProps) {
  const { t } = useTranslation()
  const isTesting = isRunning && facts === undefined && problem === undefined
  return (
    <li>
      <StateMark mark={problem !== undefined ? 'failed' : isTesting ? 'running' : markOf(facts, link)} />
      <strong>{lane.toUpperCase()}</strong>
      <div>
        {problem !== undefined ? (
          <ProblemWords problem={problem} />
        ) : facts !== undefined ? (
          <FactsWords facts={facts} link={link} />
        ) : (
          <p className="bases-dim">{t(isTesting ? 'baseTest.running' : 'baseTest.untested')}</p>
        )}
      </div>
    </li>
  )
}

function ProblemWords({ problem }: { problem: ErrorData }) {
  const { t } = useTranslation()
  const { title, words, cure } = describeError(problem, t)
  return (
    <>
      <p>{title}</p>
      {words !== null && words !== '' && <p className="bases-detail">{words}</p>}
      <p className="bases-dim">{cure}</p>
    </>
  )
}

function FactsWords({ facts, link }: { facts: BaseFacts; link: string }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { source, state, python, others, places, sizeBytes } = facts
  if (source === 'registry') {
    return (
      <>
        <p>{python === null ? t('baseTest.describesNothing') : pythonWords(python)}</p>
        <p className="bases-dim">{t('baseTest.fromRegistry', { size: format.bytes(sizeBytes) })}</p>
        <Architectures facts={facts} />
      </>
    )
  }
  const better = betterPython(facts)
  const isLinked = link !== '' && places.includes(link)
  const linked = others.find(({ path }) => path === link) ?? python
  return (
    <>
      {isLinked ? (
        <p>{linked === null ? link : pythonWords(linked)}</p>
      ) : state === 'fine' ? (
        <p>{python !== null && pythonWords(python)}</p>
      ) : (
        <p>{t(`baseTest.states.${state}`)}</p>
      )}
      {link !== '' && !isLinked && <p className="bases-dim">{t('baseTest.linkLacks', { path: link })}</p>}
      {!isLinked && state === 'fine' && better !== null && (
        <p className="bases-dim">{t('baseTest.better', { path: better.path, python: pythonWords(better) })}</p>
      )}
      {!isLinked && state !== 'fine' && state !== 'late' && better === null && (
        <p className="bases-dim">{t('baseTest.noOther')}</p>
      )}
      <Architectures facts={facts} />
    </>
  )
}

/** What the framework of the image has code for. */
function Architectures({ facts }: { facts: BaseFacts }) {
  const { t } = useTranslation()
  const architectures = facts.python?.architectures ?? betterPython(facts)?.architectures
  if (!architectures) return null
  return <p className="bases-detail">{t('baseTest.architectures', { list: architectures.join(' ') })}</p>
}

function markOf(facts: BaseFacts | undefined, link: string): Mark {
  if (facts === undefined || facts.source === 'registry') return 'none'
  if (link !== '') return facts.places.includes(link) ? 'done' : 'failed'
  if (facts.state === 'late') return 'warning'
  if (facts.state !== 'fine') return 'failed'
  return betterPython(facts) === null ? 'done' : 'warning'
}
