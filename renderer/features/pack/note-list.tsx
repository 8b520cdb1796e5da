import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import type { Note } from '../../../shared/model/pack.ts'
import { createFormat, useFormat } from '../../i18n/format.ts'
import { StateMark } from '../../ui/state-mark.tsx'

type Format = ReturnType<typeof createFormat>

export function NoteList({ notes }: { notes: readonly Note[] }) {
  const { t } = useTranslation()
  const format = useFormat()
  if (notes.length === 0) return null
  return (
    <section aria-label={t('pack.notes')}>
      <ul className="notes selectable">
        {notes.map((note, index) => (
          <li key={index}>
            <StateMark mark={isWarning(note) ? 'warning' : 'none'} />
            <span title={'words' in note ? note.words : undefined}>{noteWords(note, t, format)}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}

function isWarning({ code }: Note): boolean {
  const warnings: readonly Note['code'][] = [
    'catalogue-used',
    'base-unchecked',
    'mount-hides',
    'gpu-not-kept',
    'smoke-no-output',
    'smoke-impossible',
    'changes-differ',
    'not-remembered',
  ]
  return warnings.includes(code)
}

export function noteWords(note: Note, t: TFunction, format: Format): string {
  switch (note.code) {
    case 'catalogue-used':
      return t(`notes.catalogue-used.${note.reason}`)
    case 'not-remembered':
      return t(`notes.not-remembered.${note.reason}`, { path: note.path })
    case 'files-ignored':
      return t('notes.files-ignored', { count: note.count, size: format.bytes(note.sizeBytes) })
    case 'old-image-removed':
    case 'old-image-going':
      return t(`notes.${note.code}`, { id: shortDigest(note.id) })
    case 'old-image-kept':
      return t('notes.old-image-kept', { id: shortDigest(note.id), words: note.words })
    case 'mount-hides':
      return t('notes.mount-hides', { folder: note.folder })
    case 'push-plan':
      return t(`notes.push-plan.${note.way}`, { image: note.image, size: format.bytes(note.sizeBytes ?? 0) })
    case 'changes-differ':
      return t('notes.changes-differ', { image: note.image, count: note.count, paths: note.paths })
    case 'gpu-not-kept':
      return t('notes.gpu-not-kept', { image: note.image, words: note.words })
    case 'smoke-no-output':
    case 'smoke-impossible':
      return t(`notes.${note.code}`)
    case 'already-there':
    case 'not-read-back':
    case 'base-present':
    case 'base-unchecked':
    case 'not-pushed':
    case 'already-pushed':
    case 'not-undone':
      return t(`notes.${note.code}`, { image: note.image })
  }
}

/** The first characters of a digest, as Docker's own lists show them. */
export function shortDigest(digest: string): string {
  return digest.replace(/^sha256:/, '').slice(0, 12)
}
