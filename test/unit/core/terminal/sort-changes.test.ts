import { describe, expect, it } from 'vitest'
import { sortChanges, summarise } from '../../../../electron/core/terminal/sort-changes.ts'
import type { ContainerChange } from '../../../../electron/core/ports/container-work.ts'

const added = (path: string): ContainerChange => ({ path, kind: 'added' })
const changed = (path: string): ContainerChange => ({ path, kind: 'changed' })
const deleted = (path: string): ContainerChange => ({ path, kind: 'deleted' })

const library = '/usr/local/lib/python3.6/site-packages'
const installed: readonly ContainerChange[] = [
  ...['/usr', '/usr/local', '/usr/local/lib', '/usr/local/lib/python3.6', library].map(changed),
  ...[`${library}/nltk`, `${library}/nltk/__init__.py`, `${library}/nltk/data.py`, `${library}/six.py`].map(added),
  added(`${library}/fast.cpython-36m-x86_64-linux-gnu.so`),
]

describe('what was changed in a container', () => {
  it('is kept with the folders that hold it, in order, and builds upon what was there', () => {
    const sorted = sortChanges(
      [...installed, changed('/etc'), changed('/etc/pip.conf'), deleted('/opt/old')].toReversed(),
    )
    expect(sorted.kept.map(({ path }) => path)).toEqual([
      '/etc',
      '/etc/pip.conf',
      ...installed.map(({ path }) => path).sort(),
    ])
    expect(sorted.deleted).toEqual(['/opt/old'])
    expect(sorted.expected).toContain('/etc/pip.conf')
    expect(sorted.expected).toContain('/opt/old')
    expect(sorted.expected).toContain(library)
    expect(sorted.expected).not.toContain(`${library}/nltk`)
  })

  it.each([
    ['/tmp/pip-1', 'temporary'],
    ['/var/tmp/x', 'temporary'],
    ['/tmp', 'temporary'],
    ['/usr/lib/python3/__pycache__/os.pyc', 'cache'],
    ['/run/lock/x', 'temporary'],
    ['/root/.cache/pip/x', 'cache'],
    ['/home/me/.cache/x', 'cache'],
    ['/var/cache/apt/archives/a.deb', 'cache'],
    ['/var/lib/apt/lists/x', 'cache'],
    ['/var/log/dpkg.log', 'cache'],
    ['/root/.bash_history', 'history'],
    ['/root/.python_history', 'history'],
    ['/home/me/.viminfo', 'history'],
    ['/etc/resolv.conf', 'engine'],
    ['/etc/hosts', 'engine'],
  ])('is left out as %s: %s', (path, reason) => {
    expect(sortChanges([added(path)])).toMatchObject({ kept: [], leftOut: [{ path, reason }] })
  })

  it.each(['/tmpfiles/x', '/root/.cached', '/etc/hosts.allow', '/srv/run/x', '/opt/tmp/x'])('is kept as %s', (path) => {
    expect(sortChanges([added(path)]).kept).toEqual([added(path)])
  })

  it('is nothing where only what is left out was changed, its folders included', () => {
    const sorted = sortChanges([changed('/root'), added('/root/.bash_history'), changed('/tmp'), added('/tmp/a')])
    expect(sorted).toMatchObject({ kept: [], deleted: [], expected: [] })
  })

  it('is what Python has compiled of what was installed', () => {
    const compiled = [added('/opt/new'), added('/opt/new/__pycache__'), added('/opt/new/__pycache__/a.pyc')]
    expect(sortChanges(compiled).kept).toEqual(compiled)
  })

  it('is a folder of its own where nothing in it has changed, such as by its rights', () => {
    expect(sortChanges([changed('/srv')]).kept).toEqual([changed('/srv')])
  })
})

describe('the summary of changes', () => {
  const sizes = new Map([
    [`${library}/nltk/data.py`, 5000],
    ['/etc/pip.conf', 10],
    ['/tmp/a', 7],
  ])

  it('counts files by folder, biggest first, and names what can be imported', () => {
    const changes = [...installed, changed('/etc'), changed('/etc/pip.conf'), deleted('/opt/old'), added('/tmp/a')]
    expect(summarise(sortChanges(changes), sizes)).toEqual({
      ...{ added: 4, changed: 1, deleted: 1, sizeBytes: 5010 },
      groups: [
        { folder: library, added: 4, changed: 0, deleted: 0, sizeBytes: 5000 },
        { folder: '/etc', added: 0, changed: 1, deleted: 0, sizeBytes: 10 },
        { folder: '/opt', added: 0, changed: 0, deleted: 1, sizeBytes: 0 },
      ],
      moreGroups: 0,
      leftOut: [{ reason: 'temporary', added: 1, changed: 0, deleted: 0, sizeBytes: 7, examples: ['/tmp/a'] }],
      modules: ['fast', 'nltk', 'six'],
      usesApt: false,
    })
  })

  it('says where a list of packages would do', () => {
    expect(summarise(sortChanges([changed('/var/lib/dpkg/status')]), sizes).usesApt).toBe(true)
  })

  it('is short, however many folders there are', () => {
    const changes = Array.from({ length: 150 }, (_, index) => added(`/f${index}/x`))
    expect(summarise(sortChanges(changes), sizes)).toMatchObject({ added: 150, moreGroups: 50 })
  })
})
