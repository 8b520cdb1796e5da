import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CodeFile } from '../../../shared/model/code-file.ts'
import type { PackRecord } from '../../../shared/model/pack-record.ts'
import { useFormat } from '../../i18n/format.ts'
import { useStores } from '../../stores/use-stores.ts'
import { Disclosure } from '../../ui/disclosure.tsx'
import { MiddleText } from '../../ui/middle-text.tsx'

/** A list is for reading: more than this goes by the comparison or the restored folder. */
const shownFiles = 500

/** What was packed: git's state, the files, and whether they can be restored. */
export function RecordCode({ record }: { record: PackRecord }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { code, git } = record.details
  if (code === null) return null
  return (
    <section className="record-section" aria-label={t('history.code')}>
      <h2>{t('history.code')}</h2>
      <p>
        {t('preview.files', { count: code.fileCount, size: format.bytes(code.sizeBytes) })}
        {' · '}
        {t(`history.codeStates.${record.codeState}`)}
      </p>
      {git !== null && (
        <p className="selectable">
          git <code>{git.commit.slice(0, 12)}</code>
          {git.branch !== null && ` (${git.branch})`}
          {' · '}
          {git.isDirty ? t('history.dirty', { count: git.untrackedCount }) : t('history.clean')}
        </p>
      )}
      {git?.patch === 'kept' && (
        <Disclosure label={t('history.patch')}>
          <Patch record={record} />
        </Disclosure>
      )}
      {record.hasFiles && (
        <Disclosure label={t('history.files')}>
          <Files record={record} />
        </Disclosure>
      )}
    </section>
  )
}

function Patch({ record }: { record: PackRecord }) {
  const { t } = useTranslation()
  const { client } = useStores()
  const [text, setText] = useState('')
  const { id } = record.job
  useEffect(() => {
    client.call('history.patch', id).then(
      (patch) => setText(patch ?? ''),
      () => undefined, // The rest of the record stands.
    )
  }, [client, id])
  return (
    <pre className="record-patch" aria-label={t('history.patch')} tabIndex={0}>
      {text}
    </pre>
  )
}

function Files({ record }: { record: PackRecord }) {
  const { t } = useTranslation()
  const { client } = useStores()
  const format = useFormat()
  const [files, setFiles] = useState<readonly CodeFile[]>([])
  const { id } = record.job
  useEffect(() => {
    const stop = new AbortController()
    const read = async (): Promise<void> => {
      const found: CodeFile[] = []
      for await (const batch of client.open('history.files', id, { signal: stop.signal })) {
        found.push(...batch.filter(({ type }) => type !== 'folder'))
        if (found.length >= shownFiles) break
      }
      setFiles(found.slice(0, shownFiles))
    }
    read().catch(() => undefined) // The rest of the record stands.
    return () => stop.abort()
  }, [client, id])
  const left = (record.details.code?.fileCount ?? 0) - files.length
  return (
    <ul className="record-files selectable" aria-label={t('history.files')} tabIndex={0}>
      {files.map(({ path, sizeBytes, sha256 }) => (
        <li key={path}>
          <MiddleText text={path} mono />
          <span className="record-number">{format.bytes(sizeBytes)}</span>
          <code title={sha256 ?? undefined}>{sha256?.slice(0, 12)}</code>
        </li>
      ))}
      {files.length > 0 && left > 0 && <li>{t('history.moreFiles', { count: left })}</li>}
    </ul>
  )
}
