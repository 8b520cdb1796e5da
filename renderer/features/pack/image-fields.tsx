import { ActionIcon, Input, SegmentedControl, Select, Switch, Tooltip } from '@mantine/core'
import { IconPencil } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { ProjectId } from '../../../shared/model/ids.ts'
import { defaultImageTag, type ProjectSettings } from '../../../shared/model/project.ts'
import { useAccounts, useStores } from '../../stores/use-stores.ts'
import { FieldRow, type ControlProps } from '../../ui/field-row.tsx'
import { sandboxRegistry } from '../project/project-actions.ts'
import { SmokeFields } from './smoke-fields.tsx'
import type { FormPart } from './form-part.ts'

const newAccount = 'new'

export function ImageFields({ settings, change, problemOf, projectId }: FormPart & { projectId: ProjectId }) {
  const { t } = useTranslation()
  const gpu = settings.acceleratorType === 'gpu'

  function textInput(control: ControlProps, name: 'uhubRegistry' | 'imageName' | 'imageTag', placeholder?: string) {
    return (
      <Input
        {...control}
        classNames={{ input: 'mono-input' }}
        spellCheck={false}
        placeholder={placeholder}
        value={settings[name]}
        onChange={(event) => change({ [name]: event.currentTarget.value })}
      />
    )
  }

  return (
    <section className="form-section">
      <h2>{t('form.sections.image')}</h2>
      <FieldRow field="account" problem={problemOf('account')}>
        {(control) => <AccountSelect control={control} settings={settings} change={change} projectId={projectId} />}
      </FieldRow>
      <FieldRow field="uhubRegistry" problem={problemOf('uhubRegistry')}>
        {(control) => textInput(control, 'uhubRegistry')}
      </FieldRow>
      <FieldRow field="imageName" problem={problemOf('imageName')}>
        {(control) => textInput(control, 'imageName')}
      </FieldRow>
      <FieldRow field="imageTag" problem={problemOf('imageTag')}>
        {(control) => textInput(control, 'imageTag', defaultImageTag)}
      </FieldRow>
      <FieldRow
        field="acceleratorType"
        problem={problemOf('acceleratorType')}
        help={gpu ? undefined : t('form.cpuOnlyHint')}
      >
        {({ id, 'aria-describedby': describedBy }) => (
          <SegmentedControl
            id={id}
            aria-label={t('fields.acceleratorType')}
            aria-describedby={describedBy}
            data={[
              { value: 'gpu', label: t('form.gpuAndCpu') },
              { value: 'cpu', label: t('form.cpuOnly') },
            ]}
            value={settings.acceleratorType}
            onChange={(value) => change({ acceleratorType: value === 'cpu' ? 'cpu' : 'gpu' })}
          />
        )}
      </FieldRow>
      {gpu && (
        <div className="form-switch">
          <Switch
            label={t('form.internalUhub')}
            description={t('form.internalUhubHint')}
            checked={settings.internalUhub}
            onChange={(event) => change({ internalUhub: event.currentTarget.checked })}
          />
          <Switch
            label={t('form.keepGpuImage')}
            description={t('form.keepGpuImageHint')}
            checked={settings.keepGpuImage}
            onChange={(event) => change({ keepGpuImage: event.currentTarget.checked })}
          />
        </div>
      )}
      {gpu && <SmokeFields settings={settings} change={change} problemOf={problemOf} />}
    </section>
  )
}

interface AccountSelectProps {
  readonly control: ControlProps
  readonly settings: ProjectSettings
  readonly change: FormPart['change']
  readonly projectId: ProjectId
}

function AccountSelect({ control, settings, change, projectId }: AccountSelectProps) {
  const { t } = useTranslation()
  const stores = useStores()
  const accounts = useAccounts((state) => state.accounts) ?? []
  const chosen = accounts.find((account) => account.id === settings.accountId)

  function open(accountId: typeof settings.accountId): void {
    stores.view.getState().openAccountDialog({ accountId, forProject: projectId })
  }

  function choose(value: string | null): void {
    if (value === newAccount) open(null)
    const account = accounts.find((one) => one.id === value)
    if (account === undefined) return
    const registry = account.kind === 'sandbox' ? sandboxRegistry(stores) : ''
    change({ accountId: account.id, ...(registry === '' ? {} : { uhubRegistry: registry }) })
  }

  return (
    <div className="form-account">
      <Select
        {...control}
        allowDeselect={false}
        placeholder={t('form.noAccount')}
        data={[
          ...accounts.map(({ id, name }) => ({ value: id, label: name })),
          { value: newAccount, label: t('form.newAccount') },
        ]}
        value={chosen?.id ?? null}
        onChange={choose}
      />
      {chosen !== undefined && (
        <Tooltip label={t('form.editAccount', { name: chosen.name })}>
          <ActionIcon
            variant="default"
            size={32}
            aria-label={t('form.editAccount', { name: chosen.name })}
            onClick={() => open(chosen.id)}
          >
            <IconPencil size={16} />
          </ActionIcon>
        </Tooltip>
      )}
    </div>
  )
}
