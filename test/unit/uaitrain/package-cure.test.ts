import { describe, expect, it } from 'vitest'
import { noPackages } from '../../../shared/model/packages.ts'
import { packageCureOf, withPackage } from '../../../shared/uaitrain/package-cure.ts'

describe('the package that a failed run was in want of', () => {
  it.each([
    ['missing-module', 'tensorboardX', 'pip', 'tensorboardX'],
    ['missing-module', 'yaml', 'pip', 'PyYAML'],
    ['missing-module', 'cv2', 'pip', 'opencv-python-headless'],
    ['missing-module', 'sklearn.metrics', 'pip', 'scikit-learn'],
    ['system-library-missing', 'libGL.so.1', 'apt', 'libgl1'],
    ['system-library-missing', 'libgthread-2.0.so.0', 'apt', 'libglib2.0-0'],
    ['system-library-missing', 'libsndfile.so.1', 'apt', 'libsndfile1'],
    ['protobuf-version', '', 'pip', 'protobuf<3.21'],
    ['numpy-version', '', 'pip', 'numpy<2'],
  ] as const)('%s %s', (id, subject, tool, name) => {
    expect(packageCureOf({ id, subject })).toEqual({ tool, name })
  })

  it.each([
    ['missing-module', 'utils'],
    ['missing-module', 'torch'],
    ['missing-module', '_lzma'],
    ['missing-module', 'apex'],
    ['missing-module', ''],
    ['system-library-missing', 'libmine.so.3'],
    ['shape-mismatch', ''],
  ] as const)('is none for %s %s', (id, subject) => {
    expect(packageCureOf({ id, subject })).toBeNull()
  })
})

it('a package that is added takes the place of another version of it, and of nothing else', () => {
  const packages = { ...noPackages, pip: ['Protobuf==4.1', 'nltk==3.8', 'protobuf-tools'], apt: ['libsm6'] }
  const { pip, apt } = withPackage(packages, { tool: 'pip', name: 'protobuf<3.21' })
  expect(pip).toEqual(['nltk==3.8', 'protobuf-tools', 'protobuf<3.21'])
  expect(withPackage(packages, { tool: 'apt', name: 'libgl1' }).apt).toEqual(['libsm6', 'libgl1'])
  expect(apt).toEqual(['libsm6'])
})
