import { describe, expect, it } from 'vitest'
import { installSteps, networkOf } from '../../../../electron/core/packages/install-steps.ts'
import { noPackages, type PackageSettings } from '../../../../shared/model/packages.ts'

const stepsOf = (changes: Partial<PackageSettings>, requirements: string | null = null) =>
  installSteps({ settings: { ...noPackages, ...changes }, requirements })

describe('the steps of an installation', () => {
  it('are only those that are needed, system packages first', () => {
    expect(stepsOf({})).toEqual([])
    const tools = stepsOf({ pip: ['nltk'], apt: ['gcc'], pythonLink: '/usr/bin/python3' }).map(({ tool }) => tool)
    expect(tools).toEqual(['apt', 'link', 'pip'])
  })

  it('give words to programs as they are, out of a shell’s reach', () => {
    const [step] = stepsOf({ pip: ['a; rm -rf /', "b>=1,<2; python_version<'3'"] })
    expect(step?.spec.command.slice(0, 2)).toEqual(['/bin/sh', '-c'])
    expect(step?.spec.command.slice(4)).toEqual(['a; rm -rf /', "b>=1,<2; python_version<'3'"])
    expect(step?.spec.command[2]).not.toContain('rm -rf /')
  })

  it('tell the programs of index, host and proxy in their environment', () => {
    const [step] = stepsOf({ pip: ['a'], indexUrl: 'http://i/', trustedHost: 'i', proxy: 'http://p:1' })
    expect(step?.spec.environment).toMatchObject({
      PIP_INDEX_URL: 'http://i/',
      PIP_TRUSTED_HOST: 'i',
      https_proxy: 'http://p:1',
    })
    expect(Object.keys(stepsOf({ pip: ['a'] })[0]?.spec.environment ?? {})).not.toContain('PIP_INDEX_URL')
  })

  it('give up an address that does not answer in seconds, and ask it once more only', () => {
    const [apt, pip] = stepsOf({ pip: ['a'], apt: ['gcc'] })
    expect(pip?.spec.environment).toMatchObject({ PIP_RETRIES: '1', PIP_DEFAULT_TIMEOUT: '10' })
    const commands =
      apt?.spec.command[2]?.split('\n').filter((line) => /^apt-get .*(?:update|install)/.test(line)) ?? []
    expect(commands).toHaveLength(2)
    for (const command of commands) {
      for (const option of ['Retries=1', 'http::Timeout=10', 'https::Timeout=10']) {
        expect(command).toContain(`-o Acquire::${option} `)
      }
    }
  })

  it('name the requirements file where there is one', () => {
    expect(stepsOf({}, 'nltk')[0]?.title).toBe('pip -r /tmp/uai-train-packer-requirements.txt')
  })
})

describe('the network of an installation', () => {
  it.each([
    ['', '', 'default'],
    ['https://mirror.example/simple', '', 'default'],
    ['http://127.0.0.1:8080/simple', '', 'host'],
    ['', 'http://localhost:3128', 'host'],
    ['', 'http://[::1]:3128', 'host'],
    ['https://localhost.example/simple', '', 'default'],
  ] as const)('with the index %s and the proxy %s is %s', (indexUrl, proxy, network) => {
    expect(networkOf({ ...noPackages, indexUrl, proxy })).toBe(network)
  })
})
