import { Button } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { IgnoreRule } from '../../../shared/model/ignore.ts'
import type { Project } from '../../../shared/model/project.ts'
import type { IgnoreTotal, ScanEntry } from '../../../shared/model/scan.ts'
import { useFormat } from '../../i18n/format.ts'
import type { ScanSnapshot } from '../../stores/scan-follow.ts'
import { useStores } from '../../stores/use-stores.ts'
import { Disclosure } from '../../ui/disclosure.tsx'
import { MiddleText } from '../../ui/middle-text.tsx'
import { exactPattern } from './rule-for.ts'
import { useIgnore } from './use-ignore.ts'

const limit = 200

/** Everything that stays out of the image, by the rule that keeps it out. */
export function IgnoredPanel({ project, scan }: { project: Project; scan: ScanSnapshot }) {
  const { t } = useTranslation()
  if (scan.ignored.length === 0) {
    return (
      <div className="nothing">
        <strong>{t('files.nothingIgnored')}</strong>
        <p>{t('files.nothingIgnoredHint')}</p>
      </div>
    )
  }
  return (
    <ul className="files-scroll">
      {scan.ignored.map((total) => (
        <li key={`${total.rule.source} ${total.rule.pattern}`}>
          <RulePart project={project} total={total} scan={scan} />
        </li>
      ))}
    </ul>
  )
}

function RulePart({ project, total, scan }: { project: Project; total: IgnoreTotal; scan: ScanSnapshot }) {
  const { t } = useTranslation()
  const format = useFormat()
  const ignore = useIgnore(project)
  const { rule, count, sizeBytes } = total
  const { source, pattern, id } = rule
  return (
    <section className="ignored-rule">
      <div className="ignored-head">
        <code>{pattern}</code>
        <span className={`ignored-source ignored-source-${source}`}>{t(`files.sources.${source}`)}</span>
        <span className="ignored-total">{t('preview.files', { count, size: format.bytes(sizeBytes) })}</span>
        {source === 'default' && id !== null && (
          <Button size="xs" variant="subtle" color="gray" onClick={() => ignore.switchDefault(id, false)}>
            {t('files.switchOff')}
          </Button>
        )}
        {source === 'project' && (
          <Button size="xs" variant="subtle" color="gray" onClick={() => ignore.remove(pattern)}>
            {t('files.removeRule')}
          </Button>
        )}
      </div>
      <Disclosure label={t('files.showIgnored')}>
        <IgnoredEntries project={project} rule={rule} scan={scan} />
      </Disclosure>
    </section>
  )
}

function IgnoredEntries({ project, rule, scan }: { project: Project; rule: IgnoreRule; scan: ScanSnapshot }) {
  const { t } = useTranslation()
  const format = useFormat()
  const ignore = useIgnore(project)
  const entries = useIgnored(scan, rule)
  return (
    <ul className="ignored-entries">
      {entries.map(({ path, kind, sizeBytes, ignoredBytes }) => (
        <li key={path}>
          <MiddleText text={kind === 'folder' ? `${path}/` : path} mono />
          <span className="file-size">{format.bytes(Math.max(sizeBytes, ignoredBytes))}</span>
          <Button
            size="xs"
            variant="subtle"
            color="gray"
            aria-label={t('files.bringBackNamed', { path })}
            onClick={() => ignore.add(`!${exactPattern(path)}`)}
          >
            {t('files.bringBack')}
          </Button>
        </li>
      ))}
    </ul>
  )
}

function useIgnored({ scanId, lookCount }: ScanSnapshot, rule: IgnoreRule): readonly ScanEntry[] {
  const { client } = useStores()
  const [entries, setEntries] = useState<readonly ScanEntry[]>([])
  const { source, pattern, id } = rule

  useEffect(() => {
    if (scanId === null) return
    let isCurrent = true
    client.call('folders.scanIgnored', { scanId, rule: { source, pattern, id }, limit }).then(
      (found) => {
        if (isCurrent) setEntries(found)
      },
      () => undefined, // The scan is over; the next one asks again.
    )
    return () => {
      isCurrent = false
    }
  }, [client, scanId, lookCount, source, pattern, id])

  return entries
}
