import { ActionIcon, Menu } from '@mantine/core'
import { IconCopy, IconDots, IconPackage, IconPlayerPlay } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Job } from '../../../shared/model/job.ts'
import type { Project } from '../../../shared/model/project.ts'
import { describeError } from '../../i18n/describe-error.ts'
import { useFormat } from '../../i18n/format.ts'
import { useStores } from '../../stores/use-stores.ts'
import { MiddleText } from '../../ui/middle-text.tsx'
import { markOfJob, StateMark } from '../../ui/state-mark.tsx'
import { startPack, startTest } from '../project/project-actions.ts'

/** One pack: a click opens its result, the menu does it again. */
export function HistoryRow({ job, project }: { job: Job; project: Project }) {
  const { t } = useTranslation()
  const stores = useStores()
  const format = useFormat()
  const result = job.result?.kind === 'pack' ? job.result : null
  const took = format.duration((job.endedAt ?? job.startedAt) - job.startedAt)
  return (
    <li className="history-row">
      <button
        type="button"
        className="history-open"
        onClick={() => stores.view.getState().showPack(project.id, job.id)}
      >
        <StateMark mark={markOfJob(job.state)} />
        <span className="history-when">{format.dateTime(job.startedAt)}</span>
        <span className="history-state">
          {t(`jobStates.${job.state}`)} · {took}
        </span>
        <span className="history-what">
          {result === null ? (
            <HistoryProblem job={job} />
          ) : (
            <MiddleText text={result.images.at(-1)?.name ?? t('history.noImages')} mono />
          )}
        </span>
      </button>
      <Menu>
        <Menu.Target>
          <ActionIcon
            variant="subtle"
            color="gray"
            size={32}
            aria-label={`${t('common.moreActions')}: ${format.dateTime(job.startedAt)}`}
          >
            <IconDots size={16} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {result !== null && (
            <>
              <Menu.Item
                leftSection={<IconCopy size={14} />}
                onClick={() => void stores.client.call('app.copyText', result.commands.deploy)}
              >
                {t('history.copyCommand')}
              </Menu.Item>
              <Menu.Item
                leftSection={<IconPlayerPlay size={14} />}
                title={t('history.testHint')}
                onClick={() => void startTest(stores, { projectId: project.id, packJobId: job.id, target: 'cpu' })}
              >
                {t('history.testAgain')}
              </Menu.Item>
            </>
          )}
          <Menu.Item leftSection={<IconPackage size={14} />} onClick={() => void startPack(stores, project.id)}>
            {t('history.packAgain')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </li>
  )
}

function HistoryProblem({ job }: { job: Job }) {
  const { t } = useTranslation()
  return <span className="history-problem">{job.error === null ? '' : describeError(job.error, t).title}</span>
}
