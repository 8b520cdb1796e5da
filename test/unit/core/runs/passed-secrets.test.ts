import { describe, expect, it } from 'vitest'
import { createRedactor } from '../../../../electron/core/logs/redactor.ts'
import { passedSecrets } from '../../../../electron/core/runs/passed-secrets.ts'

const secretsOf = (name: string, value: string): string[] =>
  passedSecrets({ environment: [{ name, value: null }] }, { [name]: value })

describe('a variable that a run gets by its name', () => {
  it.each([
    ['WANDB_API_KEY', 'local-abc'],
    ['HF_TOKEN', 'hf_short'],
    ['MYSQL_PASSWORD', 'open sesame'],
    ['WANDB', '0123456789abcdef0123456789abcdef01234567'],
  ])('%s is a secret', (name, value) => {
    expect(secretsOf(name, value)).toEqual([value])
  })

  it('has the password of an address as its secret', () => {
    expect(secretsOf('HTTPS_PROXY', 'http://me:p%40ss@proxy:3128')).toEqual(['p%40ss', 'p@ss'])
  })

  it.each([
    ['TOKENIZERS_PARALLELISM', 'false'],
    ['MAX_KEY', '12'],
    ['CUDA_VISIBLE_DEVICES', '0'],
    ['PYTHONPATH', '/home/someone/experiments/libraries1'],
    ['NCCL_DEBUG', 'INFO'],
    ['AUTH', 'none'],
  ])('%s=%s is none', (name, value) => {
    expect(secretsOf(name, value)).toEqual([])
  })

  it('is left alone where there is none of it, or where its value was written down', () => {
    expect(passedSecrets({ environment: [{ name: 'HF_TOKEN', value: null }] }, {})).toEqual([])
    expect(passedSecrets({ environment: [{ name: 'A_TOKEN', value: 'shown' }] }, { A_TOKEN: 'hidden' })).toEqual([])
  })

  it('is hidden in what the run says', () => {
    const redactor = createRedactor()
    for (const secret of secretsOf('HF_TOKEN', 'hf_short')) redactor.register(secret)
    expect(redactor.redact('login with hf_short')).not.toContain('hf_short')
  })
})
