import { Button, Input } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { FieldName } from '../../../shared/model/field.ts'
import { isWithoutPackages, type PackageSettings } from '../../../shared/model/packages.ts'
import type { Project } from '../../../shared/model/project.ts'
import { pipMirrors } from '../../../shared/uaitrain/pip-mirrors.ts'
import { Disclosure } from '../../ui/disclosure.tsx'
import { FieldRow } from '../../ui/field-row.tsx'
import type { FormPart } from '../pack/form-part.ts'
import { useKeptChanges } from '../../stores/use-stores.ts'
import { KeptChanges } from './kept-changes.tsx'
import { LinesInput } from './lines-input.tsx'
import { PackagesWork } from './packages-work.tsx'
import './packages.css'

const sources = [
  { field: 'pipIndexUrl', name: 'indexUrl', placeholder: 'https://pypi.org/simple' },
  { field: 'pipTrustedHost', name: 'trustedHost', placeholder: '' },
  { field: 'packageProxy', name: 'proxy', placeholder: 'http://proxy:3128' },
  { field: 'pythonLink', name: 'pythonLink', placeholder: '/usr/bin/python3' },
] as const satisfies readonly { field: FieldName; name: keyof PackageSettings; placeholder: string }[]

/** What is installed in the base images before the code: asked for in the form, done by itself at the next pack. */
export function PackagesSection({ project, ...part }: FormPart & { project: Project }) {
  const { t } = useTranslation()
  const { packages } = part.settings
  const changes = useKeptChanges(project.id)
  const count = packages.pip.length + packages.apt.length + (packages.requirementsFile === '' ? 0 : 1)
  const isBad = (
    ['pipPackages', 'aptPackages', 'requirementsFile', ...sources.map(({ field }) => field)] as const
  ).some((field) => part.problemOf(field) !== undefined)
  const isOpen = count > 0 || changes.length > 0 || packages.pythonLink !== '' || isBad
  const parts = [
    ...(count > 0 ? [t('packages.count', { count })] : []),
    ...(changes.length > 0 ? [t('packages.kept.count', { count: changes.length })] : []),
  ]
  const label = parts.length === 0 ? t('packages.none') : parts.join(' · ')
  return (
    <section className="form-section" aria-label={t('packages.title')}>
      <h2>{t('packages.title')}</h2>
      <Disclosure key={changes.length} label={label} open={isOpen}>
        <PackageFields {...part} />
        <KeptChanges projectId={project.id} changes={changes} />
        <PackagesWork
          project={project}
          settings={part.settings}
          isEmpty={isWithoutPackages(packages) && changes.length === 0}
        />
      </Disclosure>
    </section>
  )
}

function PackageFields({ settings, change, problemOf }: FormPart) {
  const { t } = useTranslation()
  const { packages } = settings
  const set = (patch: Partial<PackageSettings>): void => change({ packages: { ...packages, ...patch } })
  const hasSource = sources.some(({ name }) => packages[name] !== '')
  return (
    <div className="packages-fields">
      <FieldRow field="pipPackages" problem={problemOf('pipPackages')} help={t('packages.pipHint')}>
        {(control) => (
          <LinesInput control={control} lines={packages.pip} placeholder="nltk==3.8" onChange={(pip) => set({ pip })} />
        )}
      </FieldRow>
      <FieldRow field="aptPackages" problem={problemOf('aptPackages')} help={t('packages.aptHint')}>
        {(control) => (
          <LinesInput
            control={control}
            lines={packages.apt}
            placeholder="libsndfile1"
            onChange={(apt) => set({ apt })}
          />
        )}
      </FieldRow>
      <FieldRow field="requirementsFile" problem={problemOf('requirementsFile')} help={t('packages.requirementsHint')}>
        {(control) => (
          <Input
            {...control}
            classNames={{ input: 'mono-input' }}
            spellCheck={false}
            placeholder="requirements.txt"
            value={packages.requirementsFile}
            onChange={(event) => set({ requirementsFile: event.currentTarget.value.trim() })}
          />
        )}
      </FieldRow>
      <Disclosure label={t('packages.sources')} open={hasSource}>
        {sources.map(({ field, name, placeholder }) => (
          <FieldRow key={field} field={field} problem={problemOf(field)} help={t(`packages.hints.${name}`)}>
            {(control) => (
              <Input
                {...control}
                classNames={{ input: 'mono-input' }}
                spellCheck={false}
                placeholder={placeholder}
                value={packages[name]}
                onChange={(event) => set({ [name]: event.currentTarget.value.trim() })}
              />
            )}
          </FieldRow>
        ))}
        <div className="packages-mirrors" role="group" aria-label={t('packages.mirrors')}>
          <span>{t('packages.mirrors')}</span>
          {pipMirrors.map((indexUrl) => (
            <Button
              key={indexUrl}
              variant={packages.indexUrl === indexUrl ? 'light' : 'default'}
              size="compact-xs"
              onClick={() => set({ indexUrl })}
            >
              {new URL(indexUrl).hostname}
            </Button>
          ))}
        </div>
      </Disclosure>
    </div>
  )
}
