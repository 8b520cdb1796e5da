import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import type { Project } from '../../../shared/model/project.ts'
import type { Inspection } from '../../stores/folders-store.ts'
import { useStores, useView } from '../../stores/use-stores.ts'
import type { PackAttempt } from '../../stores/view-store.ts'
import { ErrorPanel } from '../../ui/error-panel.tsx'
import { NotePanel } from '../../ui/note-panel.tsx'
import { PackagesSection } from '../packages/packages-section.tsx'
import { projectProblems } from '../project/project-actions.ts'
import { BaseFields } from './base-fields.tsx'
import { CodeFields } from './code-fields.tsx'
import { FailureCure } from './failure-cure.tsx'
import type { FormPart } from './form-part.ts'
import { ImageFields } from './image-fields.tsx'
import { TestFields } from './test-fields.tsx'
import { useInspection } from './use-inspection.ts'
import { WhatWillHappen } from './what-will-happen.tsx'
import './pack.css'

export function PackForm({ project }: { project: Project }) {
  const { t } = useTranslation()
  const stores = useStores()
  const { settings, problem: saveProblem, change } = useStore(stores.drafts.of(project))
  const attempt = useView((state) => state.packAttempts[project.id])
  const form = useRef<HTMLFormElement>(null)
  const { tellPackAttempt } = stores.view.getState()

  const inspection = useInspection(project.id, settings.codePath)
  const told = attempt === undefined || isOutdated(attempt, inspection) ? null : attempt.fieldProblem
  const refusal = attempt?.error ?? null
  const problems = told === null ? projectProblems(settings) : [...projectProblems(settings), told]
  const part: FormPart = {
    settings,
    change(patch) {
      if (attempt !== undefined && attempt.fieldProblem !== null)
        tellPackAttempt(project.id, { ...attempt, fieldProblem: null })
      change(patch)
    },
    // An empty field of a new form is no mistake yet.
    problemOf: (field) =>
      problems.find((one) => one.field === field && (one.problem !== 'required' || attempt !== undefined)),
  }

  const attemptedAt = attempt?.at
  useEffect(() => {
    if (attemptedAt !== undefined) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
  }, [attemptedAt])

  return (
    <div className="pack-form">
      <form
        ref={form}
        className="pack-form-fields"
        aria-label={t('form.label')}
        onSubmit={(event) => event.preventDefault()}
      >
        {refusal !== null && (
          <ErrorPanel error={refusal} heading={t('pack.failed')} onDismiss={() => tellPackAttempt(project.id, null)}>
            <FailureCure error={refusal} project={project} />
          </ErrorPanel>
        )}
        {saveProblem !== null && <ErrorPanel error={saveProblem} heading={t('form.notSaved')} />}
        {attempt !== undefined && problems.length > 0 && (
          <NotePanel mark="warning">
            <p>{t('pack.fixFields', { count: problems.length })}</p>
          </NotePanel>
        )}
        <CodeFields {...part} inspection={inspection} />
        <BaseFields {...part} />
        <PackagesSection {...part} project={project} />
        <ImageFields {...part} projectId={project.id} />
        <TestFields {...part} />
      </form>
      <WhatWillHappen settings={settings} projectId={project.id} />
    </div>
  )
}

/** What was not on the disk may be there again: a later look at the code folder knows better than the attempt. */
function isOutdated({ at, fieldProblem }: PackAttempt, inspection: Inspection | undefined): boolean {
  const inFolder = fieldProblem?.field === 'codePath' || fieldProblem?.field === 'mainFile'
  return inFolder && fieldProblem.problem === 'not-found' && (inspection?.lookedAt ?? 0) > at
}
