import type { Locator } from 'playwright-core'
import type { FieldName } from '../../../shared/model/field.ts'
import type { Screen } from './screen.ts'

/** The settings of a project, and what a pack of them would do. */
export function projectForm({ page, t }: Screen) {
  const form = page.getByRole('form', { name: t('form.label') })
  const preview = page.getByRole('complementary', { name: t('preview.title') })
  const input = (field: FieldName): Locator => form.getByRole('textbox', { name: t(`fields.${field}`), exact: true })
  const select = (field: FieldName): Locator => form.getByRole('combobox', { name: t(`fields.${field}`), exact: true })
  const choose = async (field: FieldName, option: string): Promise<void> => {
    await select(field).click()
    await page.getByRole('option', { name: option, exact: true }).click()
  }

  return {
    form,
    preview,
    input,
    select,
    options: page.getByRole('option'),
    chooseCode: form.getByRole('button', { name: t('form.chooseCode') }),
    editAccount: (name: string): Locator => form.getByRole('button', { name: t('form.editAccount', { name }) }),
    problemOf: (field: FieldName): Locator => form.locator(`[data-field="${field}"] .field-problem`),
    tryFirst: form.getByRole('switch', { name: t('smoke.switch') }),
    choose,
    fill: async (field: FieldName, value: string): Promise<void> => {
      await input(field).fill(value)
    },
    useOwnBase: async (cpuImage: string, gpuImage: string): Promise<void> => {
      await choose('base', t('form.ownBase'))
      await input('baseCpu').fill(cpuImage)
      await input('baseGpu').fill(gpuImage)
    },
  }
}
