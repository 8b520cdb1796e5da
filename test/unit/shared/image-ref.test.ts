import { describe, expect, it } from 'vitest'
import { parseImageRef, repositoryProblem, tagProblem } from '../../../shared/model/image-ref.ts'

const digest = `sha256:${'0'.repeat(64)}`

describe('parseImageRef', () => {
  it.each([
    ['python', 'docker.io', 'library/python', 'latest', null],
    ['a/b:c', 'docker.io', 'a/b', 'c', null],
    ['uhub.ucloud.cn/uaishare/gpu_x-1.0:v1.0', 'uhub.ucloud.cn', 'uaishare/gpu_x-1.0', 'v1.0', null],
    ['localhost/a', 'localhost', 'a', 'latest', null],
    ['127.0.0.1:5000/a/b/c:D', '127.0.0.1:5000', 'a/b/c', 'D', null],
    [`h.cn/a@${digest}`, 'h.cn', 'a', 'latest', digest],
  ])('reads %s', (text, host, repository, tag, itsDigest) => {
    expect(parseImageRef(text)).toEqual({ host, repository, tag, digest: itsDigest })
  })

  it.each([
    '',
    'A',
    'a b',
    'a:',
    'a:b:c',
    'a//b',
    '-a',
    'a_',
    'h.cn/',
    'h.cn:x/a',
    'a@sha256:0',
    `a:${'t'.repeat(129)}`,
  ])('refuses %j', (text) => {
    expect(parseImageRef(text)).toBeNull()
  })
})

it.each([
  ['demo', null],
  ['uai_demo', null],
  ['', 'required'],
  ['Demo', 'upper-case'],
  ['a b', 'bad-characters'],
  ['a..b', 'bad-separator'],
  ['/a', 'bad-separator'],
  ['a'.repeat(256), 'too-long'],
])('repositoryProblem of %j is %s', (name, problem) => {
  expect(repositoryProblem(name)).toBe(problem)
})

it.each([
  ['uaitrain', null],
  ['V1', 'upper-case'],
  ['.a', 'bad-separator'],
  ['a/b', 'bad-characters'],
  ['a'.repeat(129), 'too-long'],
])('tagProblem of %j is %s', (tag, problem) => {
  expect(tagProblem(tag)).toBe(problem)
})
