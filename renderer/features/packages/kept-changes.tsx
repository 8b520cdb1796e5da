import { ActionIcon, Tooltip } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { ProjectId } from '../../../shared/model/ids.ts'
import type { KeptChange } from '../../../shared/model/packages.ts'
import { useFormat } from '../../i18n/format.ts'
import { useStores } from '../../stores/use-stores.ts'
import { MiddleText } from '../../ui/middle-text.tsx'

/** What was kept of a project's terminals, in the order that it goes into the base images. */
export function KeptChanges({ projectId, changes }: { projectId: ProjectId; changes: readonly KeptChange[] }) {
  const { t } = useTranslation()
  if (changes.length === 0) return null
  return (
    <section className="kept-changes" aria-label={t('packages.kept.title')}>
      <h3>{t('packages.kept.title')}</h3>
      <p className="packages-dim">{t('packages.kept.order')}</p>
      <ol>
        {changes.map((change) => (
          <KeptRow key={change.digest} projectId={projectId} change={change} />
        ))}
      </ol>
    </section>
  )
}

function KeptRow({ projectId, change }: { projectId: ProjectId; change: KeptChange }) {
  const { t } = useTranslation()
  const { view } = useStores()
  const format = useFormat()
  const { digest, keptAt, lane, folders, modules } = change
  const when = format.dateTime(keptAt)
  const label = t('packages.kept.forget', { when })

  return (
    <li>
      <div className="kept-change">
        <MiddleText text={[...modules.slice(0, 4), ...folders].join(' · ')} mono />
        <span className="packages-dim" title={digest}>
          {when} · {t('packages.kept.from', { lane: lane.toUpperCase() })} · {countsOf(change)}
        </span>
      </div>
      <Tooltip label={label}>
        <ActionIcon
          variant="subtle"
          color="gray"
          size={24}
          aria-label={label}
          onClick={() => view.getState().ask({ kind: 'forget-change', projectId, change })}
        >
          <IconTrash size={14} />
        </ActionIcon>
      </Tooltip>
    </li>
  )

  function countsOf({ added, changed, deleted, sizeBytes }: KeptChange): string {
    const counts = { added: format.count(added), changed: format.count(changed), deleted: format.count(deleted) }
    return t('packages.kept.what', { ...counts, size: format.bytes(sizeBytes) })
  }
}
