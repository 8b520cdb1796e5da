import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { CheckId, type Finding } from '../../shared/model/doctor.ts'
import type { SpeedReport } from '../../shared/model/speed.ts'
import { runBuiltCli } from '../support/cli.ts'
import { keepAccount, keepProject } from '../support/opening.ts'
import { startRealBench } from '../support/real-bench.ts'
import { waitUntil } from '../support/own-engine.ts'
import { startTestKeyring, type TestKeyring } from '../support/keyring.ts'

let keyring: TestKeyring
let folder: string
let variables: Record<string, string>

beforeAll(async () => {
  keyring = await startTestKeyring()
  folder = await mkdtemp(join(tmpdir(), 'uai-doctor-'))
  variables = { UAI_DATA_FOLDER: folder }
})
afterAll(async () => {
  await keyring.stop()
  await rm(folder, { recursive: true })
})

const codeOf = (output: string, check: CheckId): string | undefined =>
  (JSON.parse(output) as { findings: Finding[] }).findings.find((finding) => finding.check === check)?.code

it('makes every check, and ends well where there is no problem', async () => {
  const { exitCode, output } = await runBuiltCli(['doctor', '--json'], { variables })
  const { verdict, findings } = JSON.parse(output) as { verdict: string; findings: Finding[] }
  expect(findings.map(({ check }) => check)).toEqual(CheckId.options)
  expect(findings.filter((finding) => finding.verdict === 'problem')).toEqual([])
  expect(verdict).not.toBe('problem')
  expect(exitCode).toBe(0)
})

it('tells in words what is wrong and what to do, and ends with 1', async () => {
  const host = 'unix:///nowhere/engine.sock'
  const run = await runBuiltCli(['doctor'], { variables: { ...variables, DOCKER_HOST: host } })
  expect(run.exitCode).toBe(1)
  expect(run.output).toContain(`✕ Docker Engine: DOCKER_HOST names ${host}, and nothing is there.`)
  expect(run.output).toContain('    $ unset DOCKER_HOST')
  expect(run.output.trimEnd()).toMatch(/Something keeps packing from working$/)
})

it('finds no keychain where there is none, and finds it once there is one', async () => {
  const nowhere = { ...variables, DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nonexistent/bus' }
  const without = await runBuiltCli(['doctor', '--json'], { variables: nowhere })
  expect(codeOf(without.output, 'keychain')).toBe('keychain-memory')
  expect(without.exitCode).toBe(0)
  // A keyring that has just been started may take longer than the app waits for it.
  await waitUntil(async () => {
    const started = await runBuiltCli(['doctor', '--json'], { variables })
    return codeOf(started.output, 'keychain') === 'keychain-fine'
  })
})

it('knows no account of another name', async () => {
  const run = await runBuiltCli(['doctor', '--account', 'nobody', '--json'], { variables })
  expect(run.exitCode).toBe(2)
  expect(run.output).toContain('"error"')
})

it('measures the speed to the registry of an account, and says why where it cannot', async () => {
  const none = await runBuiltCli(['doctor', '--speed'], { variables })
  expect(none.output).toContain('– Speed to UHub: An account is needed to measure it.')
  expect(none.exitCode).toBe(1)

  const bench = await startRealBench()
  const own = await mkdtemp(join(tmpdir(), 'uai-doctor-'))
  const withAccount = { variables: { UAI_DATA_FOLDER: own } }
  try {
    const accountId = await keepAccount(own, bench)
    await keepProject(own, bench, { name: 'speech', accountId })
    const run = await runBuiltCli(['doctor', '--speed', '--json'], withAccount)
    const { speed } = JSON.parse(run.output) as { speed: SpeedReport }
    expect(speed).toMatchObject({ host: bench.registry.host, upload: { state: 'measured' } })
    expect(`${run.output}${run.errors}`).not.toContain(bench.registry.auth.password)
    const told = await runBuiltCli(['doctor', '--speed'], withAccount)
    expect(told.output).toMatch(/Speed to UHub: 127\.0\.0\.1:\d+ answers within [\d.]+ ms\n {4}Upload [\d.]+ Mbit\/s\n/)
    await bench.registry.stop()
    const stopped = await runBuiltCli(['doctor', '--speed', '--json'], withAccount)
    expect(JSON.parse(stopped.output)).toMatchObject({ speed: { error: { code: 'registry-unreachable' } } })
    expect(stopped.exitCode).toBe(1)
  } finally {
    await bench.close()
    await rm(own, { recursive: true })
  }
})
