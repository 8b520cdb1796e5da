import { Input, Select } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { CodeFolder } from '../../../shared/model/code-folder.ts'
import type { FieldProblem } from '../../../shared/model/field.ts'
import type { Inspection } from '../../stores/folders-store.ts'
import { useStores } from '../../stores/use-stores.ts'
import { FieldRow } from '../../ui/field-row.tsx'
import { PathInput } from '../../ui/path-input.tsx'
import type { FormPart } from './form-part.ts'
import { useChooseFolder } from './use-choose-folder.ts'

interface CodeFieldsProps extends FormPart {
  readonly inspection: Inspection | undefined
}

export function CodeFields({ settings, change, problemOf, inspection }: CodeFieldsProps) {
  const { t } = useTranslation()
  const choose = useChooseFolder()
  const { folders } = useStores()
  const folder = inspection?.folder ?? null
  const mainFiles = folder?.mainFiles ?? []
  const known = mainFiles.some(({ path }) => path === settings.mainFile)
  const options = mainFiles.map(({ path }, index) => ({
    value: path,
    label: index === 0 && mainFiles.length > 1 ? `${path} (${t('form.bestGuess')})` : path,
  }))

  return (
    <section className="form-section">
      <h2>{t('form.sections.code')}</h2>
      <FieldRow field="name" problem={problemOf('name')}>
        {(control) => (
          <Input {...control} value={settings.name} onChange={(event) => change({ name: event.currentTarget.value })} />
        )}
      </FieldRow>
      <FieldRow field="codePath" problem={problemOf('codePath') ?? folderProblem(inspection?.problem)}>
        {(control) => (
          <PathInput
            control={control}
            value={settings.codePath}
            chooseLabel={t('form.chooseCode')}
            onChange={(codePath) => change({ codePath })}
            onChoose={() => void choose('code', settings.codePath, (codePath) => change({ codePath, mainFile: '' }))}
          />
        )}
      </FieldRow>
      <FieldRow
        field="mainFile"
        problem={
          missingPython(folder) ??
          problemOf('mainFile') ??
          missingMainFile(settings.mainFile, folder !== null && !known)
        }
      >
        {(control) => (
          <Select
            {...control}
            searchable={options.length > 8}
            allowDeselect={false}
            data={known || settings.mainFile === '' ? options : [...options, settings.mainFile]}
            value={settings.mainFile === '' ? null : settings.mainFile}
            nothingFoundMessage={t('form.noMainFiles')}
            placeholder={t('fields.mainFile')}
            classNames={{ input: 'mono-input' }}
            onDropdownOpen={() => void folders.getState().inspect(settings.codePath)}
            onChange={(mainFile) => change({ mainFile: mainFile ?? '' })}
          />
        )}
      </FieldRow>
      <FieldRow field="trainParams" problem={problemOf('trainParams')} help={t('form.trainParamsHint')}>
        {(control) => (
          <Input
            {...control}
            classNames={{ input: 'mono-input' }}
            spellCheck={false}
            value={settings.trainParams}
            onChange={(event) => change({ trainParams: event.currentTarget.value })}
          />
        )}
      </FieldRow>
    </section>
  )
}

/** What a look at the folder found wrong with its path. */
function folderProblem(problem: { code: string; details: object } | null | undefined): FieldProblem | undefined {
  return isFieldProblem(problem) ? problem.details : undefined
}

function isFieldProblem(
  problem: { code: string; details: object } | null | undefined,
): problem is { code: 'invalid-field'; details: FieldProblem } {
  return problem?.code === 'invalid-field'
}

/** Told as soon as it is known: no choice of a main file could cure it. */
function missingPython(folder: CodeFolder | null): FieldProblem | undefined {
  if (folder?.mainFiles.length !== 0) return undefined
  const problem = folder.notebookCount > 0 ? 'only-notebooks' : 'no-python-files'
  return { field: 'mainFile', problem, value: '' }
}

function missingMainFile(mainFile: string, missing: boolean): FieldProblem | undefined {
  return missing && mainFile !== '' ? { field: 'mainFile', problem: 'not-found', value: mainFile } : undefined
}
