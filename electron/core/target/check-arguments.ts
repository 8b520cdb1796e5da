import type { Finding } from './finding.ts'
import { givenWords } from './arguments/command-line.ts'
import { readArgparse } from './arguments/read-argparse.ts'
import { readArgv } from './arguments/read-argv.ts'
import { readCalled } from './arguments/read-called.ts'
import { readDecorated } from './arguments/read-decorated.ts'
import { findingsOf } from './arguments/reading.ts'
import type { PythonVersion } from './python-version.ts'
import type { Reach } from './reach.ts'
import type { CodeSources } from './read-sources.ts'

interface Asked {
  readonly trainParams: string
  readonly python: PythonVersion | null
  readonly reach: Reach
}

/** Does the script take what the platform passes, and is all that it asks for given? */
export function checkArguments(code: CodeSources, { trainParams, python, reach }: Asked): Finding[] {
  const given = givenWords(trainParams)
  const argparse = readArgparse(code, reach, given, python)
  const readings = [
    ...(argparse ?? []),
    ...readDecorated(reach.functions, reach, given),
    ...readCalled(code, reach, given),
  ]
  if (readings.length === 0) return argparse === null && !isTensorflow(code) ? readArgv(code, reach, given) : []
  const ofMain = readings.filter(({ place }) => place.source === code.main)
  const told = (ofMain.length > 0 ? ofMain : readings).map(findingsOf)
  // Of several, of which one alone may be meant, what is told of all of them is certain.
  const isCertain = told.every((findings) => findings.length > 0)
  return isCertain ? told.flat() : told.flat().filter(({ code: kind }) => kind !== 'argument-missing')
}

/** `tf.app.run` takes what it does not know. */
function isTensorflow({ sources }: CodeSources): boolean {
  return sources.some(({ text }) => /\btf\.(?:compat\.v1\.)?app\.(?:run|flags)\b/.test(text))
}
