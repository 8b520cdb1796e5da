import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ErrorData } from '../../../shared/errors.ts'
import type { Project } from '../../../shared/model/project.ts'
import { useHealth, useStores } from '../../stores/use-stores.ts'
import { startPack } from '../project/project-actions.ts'
import { cureOf } from './cure-of.ts'
import { useChooseFolder } from './use-choose-folder.ts'

/** The button that leads to where a failed pack is cured, if there is such a place. */
export function FailureCure({ error, project }: { error: ErrorData; project: Project }) {
  const { t } = useTranslation()
  const stores = useStores()
  const choose = useChooseFolder()
  const { accountId, codePath } = project
  switch (cureOf(error)) {
    case 'account':
      return (
        <Button
          variant="default"
          size="xs"
          onClick={() => stores.view.getState().openAccountDialog({ accountId, forProject: project.id })}
        >
          {t('pack.editAccount')}
        </Button>
      )
    case 'engine':
      return <CheckEngine />
    case 'codeFolder':
      return (
        <Button
          variant="default"
          size="xs"
          onClick={() =>
            void choose('code', codePath, (chosen) =>
              stores.drafts.of(project).getState().change({ codePath: chosen, mainFile: '' }),
            )
          }
        >
          {t('pack.chooseOtherFolder')}
        </Button>
      )
    case 'smoke':
      return (
        <Button variant="default" size="xs" onClick={() => void startPack(stores, project.id, { skipsSmoke: true })}>
          {t('smoke.pushAnyway')}
        </Button>
      )
    case null:
      return null
  }
}

function CheckEngine() {
  const { t } = useTranslation()
  const { health } = useStores()
  const { checking, engine } = useHealth((state) => state)
  const [asked, setAsked] = useState(false)
  return (
    <>
      <Button
        variant="default"
        size="xs"
        loading={checking}
        onClick={() => {
          setAsked(true)
          void health.getState().checkEngine()
        }}
      >
        {t('status.checkAgain')}
      </Button>
      <span role="status">
        {asked && !checking && t(engine?.state === 'ok' ? 'status.engineOk' : 'status.engineProblem')}
      </span>
    </>
  )
}
