import { AppError } from '../../../shared/errors.ts'
import type { Engine, LocalImage } from '../../core/ports/engine.ts'
import type { EngineConnection } from './connection.ts'
import { followMessages, isObject, numberOf, streamCut, textOf } from './engine-stream.ts'
import type { Explain } from './errors.ts'
import { encodeReference, splitReference } from './reference.ts'

type Images = Pick<Engine, 'inspectImage' | 'findImages' | 'importImage' | 'tagImage' | 'removeImage'>

/** The images that the engine has. */
export function createImages(connection: EngineConnection): Images {
  return {
    async inspectImage(reference, signal) {
      try {
        const path = `/images/${encodeReference(reference)}/json`
        const answer = await connection.call({
          operation: 'inspect-image',
          method: 'GET',
          path,
          explain: missing(reference),
          signal,
        })
        return readImage(answer)
      } catch (error) {
        if (error instanceof AppError && error.code === 'image-missing') return null
        throw error
      }
    },

    async findImages({ name, value }, signal) {
      const label = value === undefined ? name : `${name}=${value}`
      const answer = await connection.call({
        operation: 'list-images',
        method: 'GET',
        path: '/images/json',
        query: { filters: JSON.stringify({ label: [label] }) },
        signal,
      })
      const images = Array.isArray(answer) ? answer.filter(isObject) : []
      return images.flatMap((image) => textOf(image['Id']) ?? [])
    },

    async importImage({ rootFileSystem, tag, signal }) {
      const { name, tag: tagPart } = splitReference(tag)
      const messages = followMessages(connection, {
        operation: 'import',
        method: 'POST',
        path: '/images/create',
        query: { fromSrc: '-', repo: name, tag: tagPart },
        upload: rootFileSystem,
        signal,
      })
      let id: string | null = null
      for await (const message of messages) if (message.status?.startsWith('sha256:')) id = message.status
      if (id === null) throw streamCut('import')
      return id
    },

    async tagImage(reference, newReference, signal) {
      const { name, tag } = splitReference(newReference)
      await connection.call({
        operation: 'tag',
        method: 'POST',
        path: `/images/${encodeReference(reference)}/tag`,
        query: { repo: name, tag },
        explain: missing(reference),
        signal,
      })
    },

    async removeImage(reference, signal) {
      await connection.call({
        operation: 'remove-image',
        method: 'DELETE',
        path: `/images/${encodeReference(reference)}`,
        query: { force: '0', noprune: '0' },
        explain: missing(reference),
        signal,
      })
    },
  }
}

function missing(image: string): Explain {
  return (_words, status) => (status === 404 ? new AppError('image-missing', { image }) : null)
}

function readImage(answer: unknown): LocalImage {
  const image = isObject(answer) ? answer : {}
  const config = isObject(image['Config']) ? image['Config'] : {}
  const rootFileSystem = isObject(image['RootFS']) ? image['RootFS'] : {}
  return {
    id: textOf(image['Id']) ?? '',
    sizeBytes: numberOf(image['Size']) ?? 0,
    repoDigests: textsOf(image['RepoDigests']),
    repoTags: textsOf(image['RepoTags']),
    labels: readLabels(config['Labels']),
    layers: textsOf(rootFileSystem['Layers']),
  }
}

function textsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : []
}

function readLabels(value: unknown): Record<string, string> {
  const entries = isObject(value) ? Object.entries(value) : []
  return Object.fromEntries(entries.map(([name, label]) => [name, textOf(label) ?? '']))
}
