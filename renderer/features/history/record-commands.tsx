import { useTranslation } from 'react-i18next'
import type { PackRecord } from '../../../shared/model/pack-record.ts'
import { CommandBlock } from '../../ui/command-block.tsx'
import { Disclosure } from '../../ui/disclosure.tsx'

/** The commands of a pack, each to be copied, and the file with them as it was written. */
export function RecordCommands({ record: { job, details } }: { record: PackRecord }) {
  const { t } = useTranslation()
  const commands = job.result?.kind === 'pack' ? job.result.commands : null
  const { commandFile } = details
  if (commands === null && commandFile === null) return null
  return (
    <section className="record-section" aria-label={t('result.commands')}>
      <h2>{t('result.commands')}</h2>
      {commands !== null && (
        <>
          <CommandBlock name={t('commands.deploy')} command={commands.deploy} />
          {Boolean(commands.cpuTest) && <CommandBlock name={t('commands.cpuTest')} command={commands.cpuTest ?? ''} />}
          {commands.gpuTest !== null && <CommandBlock name={t('commands.gpuTest')} command={commands.gpuTest} />}
        </>
      )}
      {commandFile !== null && (
        <Disclosure label={t('history.commandFile')}>
          <pre className="record-patch" aria-label={t('history.commandFile')} tabIndex={0}>
            {commandFile}
          </pre>
        </Disclosure>
      )}
    </section>
  )
}
