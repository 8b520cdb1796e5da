import { Input, PasswordInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Account, AccountSettings } from '../../../shared/model/account.ts'
import type { FieldName, FieldProblem } from '../../../shared/model/field.ts'
import { Disclosure } from '../../ui/disclosure.tsx'
import { FieldRow } from '../../ui/field-row.tsx'
import type { AccountDraft } from './account-draft.ts'

interface AccountFieldsProps {
  readonly draft: AccountDraft
  readonly account: Account | undefined
  /** The field to begin with. */
  readonly focus: FieldName
  readonly change: (patch: Partial<AccountDraft>) => void
  readonly problemOf: (field: FieldName) => FieldProblem | undefined
}

/** Fields whose name in the form differs from that of the setting. */
type TextSetting = Exclude<keyof AccountSettings, 'kind'>

const advancedFields: readonly FieldName[] = ['apiUrl', 'uhubHost', 'uhubInternalHost']

export function AccountFields({ draft, account, focus, change, problemOf }: AccountFieldsProps) {
  const { t } = useTranslation()
  const { settings } = draft

  function text(setting: TextSetting, options: { help?: string; hint?: string; mono?: boolean } = {}) {
    const field: FieldName = setting === 'name' ? 'accountName' : setting
    return (
      <FieldRow
        field={field}
        problem={problemOf(field)}
        help={options.help}
        {...(options.hint === undefined ? {} : { hint: options.hint })}
      >
        {(control) => (
          <Input
            {...control}
            {...(options.mono === true ? { classNames: { input: 'mono-input' } } : {})}
            data-autofocus={field === focus || undefined}
            spellCheck={false}
            autoComplete="off"
            value={settings[setting]}
            onChange={(event) => change({ settings: { ...settings, [setting]: event.currentTarget.value } })}
          />
        )}
      </FieldRow>
    )
  }

  const [shown, setShown] = useState<readonly string[]>([])

  function secret(field: 'privateKey' | 'uhubPassword', kept: boolean, help?: string) {
    return (
      <FieldRow field={field} problem={problemOf(field)} help={help}>
        {(control) => (
          <PasswordInput
            {...control}
            autoComplete="new-password"
            data-autofocus={field === focus || undefined}
            visible={shown.includes(field)}
            onVisibilityChange={(visible) =>
              setShown((before) => (visible ? [...before, field] : before.filter((one) => one !== field)))
            }
            visibilityToggleButtonProps={{
              'aria-label': t(shown.includes(field) ? 'account.hideSecret' : 'account.showSecret', {
                what: t(`fields.${field}`),
              }),
            }}
            placeholder={kept ? t('account.kept') : ''}
            value={draft[field]}
            onChange={(event) => change({ [field]: event.currentTarget.value })}
          />
        )}
      </FieldRow>
    )
  }

  return (
    <>
      {text('name')}
      <section className="form-section">
        <h2>{t('account.keys')}</h2>
        {text('publicKey', { mono: true, help: t('account.keysHint') })}
        {secret('privateKey', account?.hasPrivateKey === true)}
        {text('projectId', { mono: true, help: t('account.projectIdHint'), hint: t('account.optional') })}
        {text('region', { mono: true })}
        {text('zone', { mono: true })}
      </section>
      <section className="form-section">
        <h2>{t('account.uhub')}</h2>
        {text('uhubUsername', { help: t('account.uhubUserHint') })}
        {secret('uhubPassword', account?.hasUhubPassword === true, t('account.uhubPasswordHint'))}
      </section>
      <Disclosure label={t('account.advanced')} open={advancedFields.includes(focus)}>
        {text('apiUrl', { mono: true })}
        {text('uhubHost', { mono: true })}
        {text('uhubInternalHost', { mono: true })}
      </Disclosure>
    </>
  )
}
