import type { ContainerChange, ContainerWork } from '../../core/ports/container-work.ts'
import type { CleanUp } from './clean-up.ts'
import { createCommit } from './commit.ts'
import type { EngineConnection } from './connection.ts'
import { demultiplex } from './demultiplex.ts'
import { isObject, numberOf, textOf } from './engine-stream.ts'
import { createExec, openTerminal, type CreateExec } from './exec.ts'

const changeKinds = ['changed', 'added', 'deleted'] as const

export function createContainerWork(connection: EngineConnection, cleanUp: CleanUp): ContainerWork {
  const create: CreateExec = (id, options, signal) => createExec(connection, { id, ...options, signal })

  return {
    async *execute(id, spec, signal) {
      const execId = await create(id, { spec, terminal: false }, signal)
      const answer = await connection.open({
        operation: 'exec',
        method: 'POST',
        path: `/exec/${encodeURIComponent(execId)}/start`,
        body: { Detach: false, Tty: false },
        mayBeSilent: true,
        signal,
      })
      try {
        yield* demultiplex(answer.chunks)
      } finally {
        answer.close()
      }
      const ended = await connection.call({
        operation: 'exec',
        method: 'GET',
        path: `/exec/${encodeURIComponent(execId)}/json`,
        signal,
      })
      return (isObject(ended) ? numberOf(ended['ExitCode']) : null) ?? -1
    },

    openTerminal: (id, spec, signal) => openTerminal(connection, create, { id, spec, signal }),

    async listChanges(id, signal) {
      const answer = await connection.call({
        operation: 'container-changes',
        method: 'GET',
        path: `/containers/${encodeURIComponent(id)}/changes`,
        signal,
      })
      const changes = Array.isArray(answer) ? answer.filter(isObject) : []
      return changes.map((change): ContainerChange => {
        const kind = changeKinds[numberOf(change['Kind']) ?? 0] ?? 'changed'
        return { path: textOf(change['Path']) ?? '', kind }
      })
    },

    commitContainer: createCommit(connection, cleanUp),

    async *readArchive(id, path, signal) {
      const answer = await connection.open({
        operation: 'read-archive',
        method: 'GET',
        path: `/containers/${encodeURIComponent(id)}/archive`,
        query: { path },
        signal,
      })
      try {
        yield* answer.chunks
      } finally {
        answer.close()
      }
    },

    async writeArchive({ id, folder, archive, signal }) {
      await connection.call({
        operation: 'write-archive',
        method: 'PUT',
        path: `/containers/${encodeURIComponent(id)}/archive`,
        query: { path: folder, noOverwriteDirNonDir: '1' },
        upload: archive,
        signal,
      })
    },
  }
}
