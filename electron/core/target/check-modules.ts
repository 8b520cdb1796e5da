import type { BaseChoice } from '../../../shared/model/base-image.ts'
import { frameworkOf } from '../../../shared/uaitrain/combinations.ts'
import { findingAt, type Finding } from './finding.ts'
import { importsOf } from './imports.ts'
import { baseModules, frameworkModules, isStandardModule, modulesOnlyIn } from './known-modules.ts'
import type { PythonSource } from './python-source.ts'
import type { PythonVersion } from './python-version.ts'
import type { CodeSources } from './read-sources.ts'

/** Are the modules that the code imports in the base image, or in the code itself? */
export function checkModules(code: CodeSources, base: BaseChoice, python: PythonVersion | null): Finding[] {
  if (python === null) return []
  const framework = frameworkOf(base) ?? ''
  const known = [...baseModules, ...(frameworkModules[framework] ?? [framework])]
  const judge = (source: PythonSource): Finding[] =>
    importsOf(source).flatMap((imported) => {
      if (imported.isGuarded || imported.level > 0 || code.isOwn(source, imported)) return []
      const [top = ''] = imported.name.split('.')
      if (modulesOnlyIn(python.major === 2 ? 3 : 2, imported.name)) {
        return [findingAt('module-missing', source, imported.position, imported.name)]
      }
      if (known.includes(top) || isStandardModule(top)) return []
      return [findingAt('module-unknown', source, imported.position, top)]
    })
  return code.sources.flatMap(judge)
}
