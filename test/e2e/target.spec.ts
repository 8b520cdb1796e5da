import { projectPage } from '../support/pages/project-page.ts'
import { writeFiles } from '../support/write-files.ts'
import { makeOwnProject, smallCombination } from './own-project.ts'
import { projectForm } from '../support/pages/project-form.ts'
import { expect, test } from './packer-test.ts'

const strict = `import argparse
parser = argparse.ArgumentParser()
args = parser.parse_args()
open('/data/output/model', 'w').write('1')
`

test('a script that stops at the platform’s arguments is told with its line, and no more once it is mended', async ({
  startInSandbox,
}) => {
  const packer = await startInSandbox()
  const { page, t } = packer
  const project = await makeOwnProject(packer, strict)
  try {
    await projectForm(packer).choose('base', smallCombination)
    const panel = page.getByRole('region', { name: t('target.title') })
    await expect(panel.getByRole('status')).toHaveText(t('target.found', { count: 1 }))
    const subject = '--num_gpus --work_dir --data_dir --output_dir --log_dir'
    await expect(panel).toContainText(t('target.findings.argument-missing.seen', { subject }))
    await expect(panel).toContainText(t('target.findings.argument-missing.cure'))
    await expect(panel).toContainText('train.py:3')
    await expect(projectPage(packer).pack).toBeEnabled()

    await writeFiles(project.codeFolder, { 'train.py': strict.replace('parse_args', 'parse_known_args') })
    await expect(panel.getByRole('status')).toHaveText(t('target.fine', { count: 1 }))
  } finally {
    await project.remove()
  }
})
