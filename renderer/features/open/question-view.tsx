import { useView } from '../../stores/use-stores.ts'
import type { Question } from '../../stores/view-store.ts'
import { PushDialog } from '../history/push-dialog.tsx'
import { RemoveImagesDialog, RemoveRecordDialog } from '../history/removal-dialogs.tsx'
import { ForgetDialog } from '../packages/forget-dialog.tsx'
import { RemoveDialog } from '../project/remove-dialog.tsx'
import { KeepDialog } from '../terminal/keep-dialog.tsx'
import { FoldersDialog } from './folders-dialog.tsx'
import { ImportDialog } from './import-dialog.tsx'
import { OverwriteDialog } from './overwrite-dialog.tsx'
import { PasteDialog } from './paste-dialog.tsx'

/** The question that is to be answered now. */
export function QuestionView() {
  const [question] = useView((state) => state.questions)
  return question === undefined ? null : <Dialog key={JSON.stringify(question)} question={question} />
}

function Dialog({ question }: { question: Question }) {
  switch (question.kind) {
    case 'import-file':
      return <ImportDialog preview={question.preview} />
    case 'paste':
      return <PasteDialog line={question.line} />
    case 'make-folders':
      return <FoldersDialog {...question} />
    case 'overwrite-file':
      return <OverwriteDialog {...question} />
    case 'remove':
      return <RemoveDialog projectId={question.projectId} />
    case 'push-again':
      return <PushDialog record={question.record} />
    case 'remove-images':
      return <RemoveImagesDialog record={question.record} />
    case 'keep-changes':
      return <KeepDialog jobId={question.jobId} projectId={question.projectId} />
    case 'forget-change':
      return <ForgetDialog projectId={question.projectId} change={question.change} />
    case 'remove-record':
      return <RemoveRecordDialog record={question.record} />
  }
}
