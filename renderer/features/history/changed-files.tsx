import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { JobId } from '../../../shared/model/ids.ts'
import type { FileChange, FileDiff } from '../../../shared/model/pack-record.ts'
import { useFormat } from '../../i18n/format.ts'
import { useStores } from '../../stores/use-stores.ts'
import { MiddleText } from '../../ui/middle-text.tsx'

interface ChangedFilesProps {
  readonly files: readonly FileChange[]
  readonly left: JobId
  readonly right: JobId
}

/** More than this nobody reads; the count tells of the rest. */
const shownFiles = 500
const signs: Readonly<Record<FileChange['change'], string>> = { added: '+', removed: '−', changed: '~', mode: '·' }

/** What was added, removed and changed; a click shows the lines. */
export function ChangedFiles({ files, left, right }: ChangedFilesProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const [opened, setOpened] = useState<string | null>(files.length === 1 ? (files[0]?.path ?? null) : null)
  return (
    <>
      <ul className="changed-files" aria-label={t('history.files')}>
        {files.slice(0, shownFiles).map(({ path, change, bytesBefore, bytesAfter }) => (
          <li key={path}>
            <button
              type="button"
              className={`changed-file changed-${change}`}
              aria-expanded={opened === path}
              onClick={() => setOpened(opened === path ? null : path)}
            >
              <span aria-hidden="true" className="changed-sign">
                {signs[change]}
              </span>
              <MiddleText text={path} mono />
              <span>{t(`history.changes.${change}`)}</span>
              <span className="record-number">
                {change === 'changed'
                  ? `${format.bytes(bytesBefore)} → ${format.bytes(bytesAfter)}`
                  : format.bytes(Math.max(bytesBefore, bytesAfter))}
              </span>
            </button>
            {opened === path && <Diff path={path} left={left} right={right} />}
          </li>
        ))}
      </ul>
      {files.length > shownFiles && <p>{t('history.moreFiles', { count: files.length - shownFiles })}</p>}
    </>
  )
}

function Diff({ path, left, right }: { path: string; left: JobId; right: JobId }) {
  const { t } = useTranslation()
  const { client } = useStores()
  const [diff, setDiff] = useState<FileDiff | null>(null)

  useEffect(() => {
    client.call('history.diff', { left, right, path }).then(setDiff, () => setDiff({ kind: 'not-kept' }))
  }, [client, left, right, path])

  if (diff === null) return null
  if (diff.kind !== 'text') return <p className="diff-none">{t(`history.diffs.${diff.kind}`)}</p>
  return (
    <div className="diff selectable" role="region" aria-label={path} tabIndex={0}>
      {diff.hunks.map(({ oldStart, newStart, lines }) => (
        <pre key={`${oldStart} ${newStart}`}>
          <span className="diff-place">{`@@ ${oldStart} → ${newStart}`}</span>
          {lines.map((line, index) => (
            <span key={index} className={`diff-line ${lineClass(line)}`}>
              {line}
            </span>
          ))}
        </pre>
      ))}
    </div>
  )
}

function lineClass(line: string): string {
  if (line.startsWith('+')) return 'diff-added'
  return line.startsWith('-') ? 'diff-removed' : ''
}
