import { describe, expect, it } from 'vitest'
import { createExplainer } from '../../../../../electron/core/runs/explain/create-explainer.ts'
import type { RunSetting } from '../../../../../electron/core/runs/explain/known-failure.ts'
import type { Cure } from '../../../../../shared/model/explanation.ts'
import { defaultRunOptions } from '../../../../../shared/model/run-options.ts'

const plain: RunSetting = { target: 'cpu', options: defaultRunOptions }
const end = { exitCode: 1, outOfMemory: false, stopped: false, engineLost: false, outputCount: 0 }

/** What is offered after a run that ended with this line. */
function cureOf(text: string, setting: RunSetting = plain): Cure | null {
  const explainer = createExplainer(setting)
  explainer.observe([{ index: 0, text, source: 'err', at: 0 }])
  return explainer.explain(end)[0]?.cure ?? null
}

describe('a cure by the environment', () => {
  it.each([
    [
      "UnicodeDecodeError: 'ascii' codec can't decode byte 0xe4 in position 10: ordinal not in range(128)",
      'LC_ALL',
      'C.UTF-8',
    ],
    ["UnicodeEncodeError: 'latin-1' codec can't encode characters in position 0-1", 'PYTHONIOENCODING', 'utf-8'],
    ['locale.Error: unsupported locale setting', 'PYTHONUTF8', '1'],
    ['_tkinter.TclError: no display name and no $DISPLAY environment variable', 'MPLBACKEND', 'Agg'],
    ['TypeError: Descriptors cannot be created directly.', 'PROTOCOL_BUFFERS_PYTHON_IMPLEMENTATION', 'python'],
    ['RuntimeError: CUDA error: device-side assert triggered', 'CUDA_LAUNCH_BLOCKING', '1'],
    ['Segmentation fault (core dumped)', 'PYTHONFAULTHANDLER', '1'],
    ['RuntimeError: Address already in use', 'MASTER_PORT', '29611'],
    ['wandb.errors.UsageError: api_key not configured (no-tty)', 'WANDB_MODE', 'offline'],
  ])('of %s', (line, name, value) => {
    const cure = cureOf(line)
    expect(cure).toMatchObject({ change: 'environment', target: 'cpu' })
    expect(cure?.options.environment).toContainEqual({ name, value })
    expect(cure?.variables).toContain(`${name}=${value}`)
  })

  it('is not offered where the run had it already, and takes the place of another value', () => {
    const environment = [
      { name: 'MINE', value: '1' },
      { name: 'PYTHONFAULTHANDLER', value: '0' },
    ]
    const first = cureOf('Segmentation fault', { ...plain, options: { ...defaultRunOptions, environment } })
    expect(first?.options.environment).toEqual([
      { name: 'MINE', value: '1' },
      { name: 'PYTHONFAULTHANDLER', value: '1' },
    ])
    expect(first?.variables).toBe('PYTHONFAULTHANDLER=1')
    expect(cureOf('Segmentation fault', { ...plain, options: first?.options ?? defaultRunOptions })).toBeNull()
  })

  it('goes on to another port each time', () => {
    const first = cureOf('RuntimeError: Address already in use')
    const second = cureOf('RuntimeError: Address already in use', {
      ...plain,
      options: first?.options ?? defaultRunOptions,
    })
    expect(second?.variables).toBe('MASTER_PORT=29722')
  })

  it('is not offered for a file that is in another encoding', () => {
    expect(
      cureOf("UnicodeDecodeError: 'utf-8' codec can't decode byte 0xb5 in position 0: invalid start byte"),
    ).toBeNull()
  })
})
