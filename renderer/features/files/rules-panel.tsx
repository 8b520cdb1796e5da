import { Switch, Textarea } from '@mantine/core'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Project, ProjectSettings } from '../../../shared/model/project.ts'
import { defaultIgnores } from '../../../shared/uaitrain/default-ignores.ts'
import { ignoreRuleProblem } from '../../../shared/uaitrain/project-rules.ts'
import { useIgnore } from './use-ignore.ts'

/** The project's own rules to edit, and the app's to switch. */
export function RulesPanel({ project, settings }: { project: Project; settings: ProjectSettings }) {
  const { t } = useTranslation()
  const ignore = useIgnore(project)
  return (
    <div className="files-scroll files-rules">
      <section className="form-section">
        <h2>{t('files.ownRules')}</h2>
        <OwnRules rules={settings.ignore.rules} onChange={(rules) => ignore.setRules(rules)} />
      </section>
      <section className="form-section">
        <h2>{t('files.defaultRules')}</h2>
        <ul className="rules-defaults">
          {defaultIgnores.map(({ id, patterns, marker }) => (
            <li key={id}>
              <Switch
                label={t(`scan.defaults.${id}`)}
                description={[...patterns, ...(marker === null ? [] : [`*/${marker}`])].join('  ')}
                checked={!settings.ignore.disabledDefaults.includes(id)}
                onChange={(event) => ignore.switchDefault(id, event.currentTarget.checked)}
              />
            </li>
          ))}
        </ul>
      </section>
    </div>
  )
}

/** One rule a line. What is typed stays as it is; empty lines are no rules. */
function OwnRules({ rules, onChange }: { rules: readonly string[]; onChange: (rules: string[]) => void }) {
  const { t } = useTranslation()
  const id = useId()
  const [text, setText] = useState(rules.join('\n'))
  const typed = rulesOf(text)
  if (typed.join('\n') !== rules.join('\n')) setText(rules.join('\n'))
  const bad = rules.find((rule) => ignoreRuleProblem(rule) !== null)
  const problem = bad === undefined ? null : ignoreRuleProblem(bad)

  function change(changed: string): void {
    setText(changed)
    onChange(rulesOf(changed))
  }

  return (
    <div>
      <Textarea
        aria-label={t('files.ownRules')}
        aria-describedby={id}
        classNames={{ input: 'mono-input rules-text' }}
        rows={8}
        spellCheck={false}
        placeholder={'**/*.pt\nruns/\n!runs/best.pt'}
        error={problem !== null}
        value={text}
        onChange={(event) => change(event.currentTarget.value)}
      />
      <p id={id} className="field-words">
        {problem === null ? (
          t('files.ownRulesHint')
        ) : (
          <span className="field-problem">
            <strong>{t(`problems.${problem}.reason`, { value: bad })}</strong> {t(`problems.${problem}.cure`)}
          </span>
        )}
      </p>
    </div>
  )
}

function rulesOf(text: string): string[] {
  return text.split('\n').filter((line) => line.trim() !== '')
}
