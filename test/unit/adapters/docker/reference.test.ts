import { expect, it } from 'vitest'
import { encodeReference, registryHostOf, splitReference } from '../../../../electron/adapters/docker/reference.ts'

it.each([
  ['image', 'image', 'latest'],
  ['hub.example.com:5000/a/b', 'hub.example.com:5000/a/b', 'latest'],
  ['hub.example.com:5000/a/b:v1', 'hub.example.com:5000/a/b', 'v1'],
  ['a/b@sha256:abc', 'a/b', 'sha256:abc'],
  ['a/b:v1@sha256:abc', 'a/b', 'sha256:abc'],
])('splits %s', (reference, name, tag) => {
  expect(splitReference(reference)).toEqual({ name, tag })
})

it('lets nothing in a reference reach beyond the path', () => {
  expect(encodeReference('hub.example.com:5000/a/b:v1')).toBe('hub.example.com%3A5000/a/b%3Av1')
  expect(encodeReference('a?force=1#x')).toBe('a%3Fforce%3D1%23x')
})

it('knows the registry of a reference', () => {
  expect(registryHostOf('127.0.0.1:5000/a:v1')).toBe('127.0.0.1:5000')
  expect(registryHostOf('ubuntu')).toBe('docker.io')
  expect(registryHostOf('Not A Reference')).toBe('')
})
