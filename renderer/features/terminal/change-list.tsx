import { useTranslation } from 'react-i18next'
import type { ChangeSummary } from '../../../shared/model/terminal.ts'
import { useFormat } from '../../i18n/format.ts'
import { MiddleText } from '../../ui/middle-text.tsx'
import { NotePanel } from '../../ui/note-panel.tsx'
import './change-list.css'

/** What was changed, by folder, and what of it is not kept. */
export function ChangeList({ summary }: { summary: ChangeSummary }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { groups, moreGroups, leftOut, usesApt } = summary
  return (
    <div className="changes selectable">
      {groups.length === 0 ? (
        <p>{t('terminal.summary.nothing')}</p>
      ) : (
        <>
          <p>{totalsOf(summary)}</p>
          <div className="changes-scroll" tabIndex={0} role="region" aria-label={t('terminal.summary.title')}>
            <table className="changes-table">
              <thead>
                <tr>
                  <th scope="col">{t('terminal.summary.folder')}</th>
                  <th scope="col">{t('terminal.summary.added')}</th>
                  <th scope="col">{t('terminal.summary.changed')}</th>
                  <th scope="col">{t('terminal.summary.deleted')}</th>
                  <th scope="col">{t('terminal.summary.size')}</th>
                </tr>
              </thead>
              <tbody>
                {groups.map(({ folder, added, changed, deleted, sizeBytes }) => (
                  <tr key={folder}>
                    <th scope="row">
                      <MiddleText text={folder === '' ? '/' : folder} mono />
                    </th>
                    {[added, changed, deleted].map((count, index) => (
                      <td key={index} className={count === 0 ? 'changes-none' : undefined}>
                        {format.count(count)}
                      </td>
                    ))}
                    <td>{format.bytes(sizeBytes)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          {moreGroups > 0 && <p className="changes-dim">{t('terminal.summary.more', { count: moreGroups })}</p>}
        </>
      )}
      {leftOut.length > 0 && (
        <dl className="changes-left" aria-label={t('terminal.summary.leftOut')}>
          <dt>{t('terminal.summary.leftOut')}</dt>
          {leftOut.map(({ reason, examples, sizeBytes }) => (
            <dd key={reason}>
              {t(`terminal.summary.reasons.${reason}`)} · {format.bytes(sizeBytes)}
              <MiddleText text={examples[0] ?? ''} mono />
            </dd>
          ))}
        </dl>
      )}
      {usesApt && (
        <NotePanel mark="none">
          <p>{t('terminal.summary.apt')}</p>
        </NotePanel>
      )}
      {groups.length > 0 && <p className="changes-dim">{t('terminal.summary.what')}</p>}
    </div>
  )

  function totalsOf({ added, changed, deleted, sizeBytes }: ChangeSummary): string {
    const counts = { added: format.count(added), changed: format.count(changed), deleted: format.count(deleted) }
    return t('terminal.summary.totals', { ...counts, size: format.bytes(sizeBytes) })
  }
}
