import { expect, it } from 'vitest'
import { registryWords } from '../../../../electron/adapters/registry/words.ts'

it.each([
  [
    '{"errors":[{"code":"DENIED","message":"requested access to the resource is denied"}]}',
    'denied: requested access to the resource is denied',
  ],
  ['{"errors":[{"code":"A","message":"one"},{"message":"two"},3]}', 'a: one; two; 3'],
  ['{"details":"incorrect username or password"}', 'incorrect username or password'],
  ['{"message":"no"}', 'no'],
  ['<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>', '502 Bad Gateway'],
  ['  plain\n  text ', 'plain text'],
  ['', ''],
])('%s', (body, words) => {
  expect(registryWords(body)).toBe(words)
})

it('stays short', () => {
  expect(registryWords('x'.repeat(100_000)).length).toBeLessThan(500)
})
