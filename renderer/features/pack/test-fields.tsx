import { useTranslation } from 'react-i18next'
import { FieldRow } from '../../ui/field-row.tsx'
import { NumberField } from '../../ui/number-field.tsx'
import { PathInput } from '../../ui/path-input.tsx'
import type { FormPart } from './form-part.ts'
import { useChooseFolder } from './use-choose-folder.ts'

export function TestFields({ settings, change, problemOf }: FormPart) {
  const { t } = useTranslation()
  const choose = useChooseFolder()
  return (
    <section className="form-section">
      <h2>{t('form.sections.test')}</h2>
      <FieldRow field="testDataPath" problem={problemOf('testDataPath')} help={t('form.testDataHint')}>
        {(control) => (
          <PathInput
            control={control}
            value={settings.testDataPath}
            chooseLabel={t('form.chooseTestData')}
            onChange={(testDataPath) => change({ testDataPath })}
            onChoose={() => void choose('testData', settings.testDataPath, (testDataPath) => change({ testDataPath }))}
          />
        )}
      </FieldRow>
      <FieldRow field="testOutputPath" problem={problemOf('testOutputPath')} help={t('form.testOutputHint')}>
        {(control) => (
          <PathInput
            control={control}
            value={settings.testOutputPath}
            chooseLabel={t('form.chooseTestOutput')}
            onChange={(testOutputPath) => change({ testOutputPath })}
            onChoose={() =>
              void choose('testOutput', settings.testOutputPath, (testOutputPath) => change({ testOutputPath }))
            }
          />
        )}
      </FieldRow>
      {settings.acceleratorType === 'gpu' && (
        <FieldRow field="numGpus" problem={problemOf('numGpus')} help={t('form.numGpusHint')}>
          {(control) => (
            <NumberField
              control={control}
              min={1}
              max={64}
              placeholder={t('form.numGpusNone')}
              value={settings.numGpus}
              onChange={(numGpus) => change({ numGpus })}
            />
          )}
        </FieldRow>
      )}
    </section>
  )
}
