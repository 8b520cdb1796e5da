import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Cure, Finding } from '../../../shared/model/doctor.ts'
import type { ProjectId } from '../../../shared/model/ids.ts'
import { useStores } from '../../stores/use-stores.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { useSandboxStart } from '../account/sandbox-start.tsx'

/** What can be done about a finding: here, or in a terminal. */
export function FindingCures({ finding, forProject }: { finding: Finding; forProject: ProjectId | null }) {
  const commands = finding.cures.filter((cure) => cure.kind === 'command')
  const actions = finding.cures.filter((cure) => cure.kind !== 'command')
  return (
    <>
      {commands.map(({ command }) => (
        <CureCommand key={command} command={command} />
      ))}
      {actions.length > 0 && (
        <div className="finding-actions">
          {actions.map((cure) => (
            <CureButton key={cure.kind} cure={cure} forProject={forProject} />
          ))}
        </div>
      )}
    </>
  )
}

function CureCommand({ command }: { command: string }) {
  const { t } = useTranslation()
  const name = t('doctor.cure.command')
  return (
    <div className="finding-command">
      <pre aria-label={name} tabIndex={0}>
        {command}
      </pre>
      <CopyButton text={command} what={name} />
    </div>
  )
}

function CureButton({ cure, forProject }: { cure: Exclude<Cure, { kind: 'command' }>; forProject: ProjectId | null }) {
  const { t } = useTranslation()
  const { view } = useStores()
  if (cure.kind === 'sandbox') return <StartSandbox />
  const { accountId, field } = cure
  return (
    <Button
      variant="default"
      size="xs"
      onClick={() => view.getState().openAccountDialog({ accountId, forProject, field })}
    >
      {t(accountId === null ? 'doctor.cure.accountNew' : 'doctor.cure.account')}
    </Button>
  )
}

function StartSandbox() {
  const { t } = useTranslation()
  const sandbox = useSandboxStart()
  return (
    <Button variant="default" size="xs" loading={sandbox.running} onClick={() => void sandbox.start()}>
      {t('doctor.cure.sandbox')}
    </Button>
  )
}
