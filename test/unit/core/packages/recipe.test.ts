import { describe, expect, it } from 'vitest'
import { noPackages, type PackageSettings } from '../../../../shared/model/packages.ts'
import { recipeKey, recipeOf } from '../../../../electron/core/packages/recipe.ts'
import { makeTemporaryFolder, writeFiles } from '../../../support/temporary-folder.ts'
import { thrownBy } from '../../../support/thrown.ts'

const base = `sha256:${'a'.repeat(64)}`
const keyOf = (changes: Partial<PackageSettings>, requirements: string | null = null): string =>
  recipeKey(base, { settings: { ...noPackages, ...changes }, requirements })

describe('a recipe', () => {
  it('is none where nothing is to be done, whatever the sources are', async () => {
    expect(await recipeOf({ codePath: '/', packages: { ...noPackages, indexUrl: 'http://x/' } })).toBeNull()
  })

  it('has the text of the requirements file', async () => {
    const codePath = await makeTemporaryFolder()
    await writeFiles(codePath, { 'deps/r.txt': 'nltk\n' })
    const recipe = await recipeOf({ codePath, packages: { ...noPackages, requirementsFile: 'deps/r.txt' } })
    expect(recipe?.requirements).toBe('nltk\n')
    const missing = recipeOf({ codePath, packages: { ...noPackages, requirementsFile: 'r.txt' } })
    expect(await thrownBy(missing)).toMatchObject({
      code: 'invalid-field',
      details: { field: 'requirementsFile', problem: 'not-found', value: 'r.txt' },
    })
  })

  it('has the same key for the same outcome, in whatever order and by whatever way it comes', () => {
    const key = keyOf({ pip: ['a', 'b'], apt: ['c', 'd'] })
    expect(keyOf({ pip: ['b', 'a'], apt: ['d', 'c'], proxy: 'http://p:1', trustedHost: 'x' })).toBe(key)
  })

  it('has another key for anything else', () => {
    const keys = [
      keyOf({ pip: ['a'] }),
      keyOf({ apt: ['a'] }),
      keyOf({ pip: ['a'], indexUrl: 'http://x/' }),
      keyOf({ pip: ['a'], pythonLink: '/usr/bin/python3' }),
      keyOf({ pip: ['a'] }, 'a'),
      recipeKey('sha256:other', { settings: { ...noPackages, pip: ['a'] }, requirements: null }),
    ]
    expect(new Set(keys).size).toBe(keys.length)
  })
})
