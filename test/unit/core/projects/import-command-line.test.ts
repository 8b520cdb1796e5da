import { describe, expect, it } from 'vitest'
import { commandLineOf } from '../../../../electron/core/projects/command-line-of.ts'
import { importCommandLine } from '../../../../electron/core/projects/import-command-line.ts'
import { createProjectBench } from '../../../support/project-bench.ts'
import { thrownBy } from '../../../support/thrown.ts'

const line = [
  'sudo python pytorch_tool.py pack --public_key key-team --private_key marked-key --uhub_username a@b.c',
  '--uhub_password marked-password --uhub_registry demo --uhub_imagename mnist --ai_arch_v pytorch-0.4',
  '--os ubuntu-16.04 --python_version python-3.6.2 --code_path /m/code --mainfile_path train.py',
  '--test_data_path /m/data --test_output_path /m/out',
].join(' ')

describe('a pasted command', () => {
  it('becomes a project and an account, its secrets in the keychain alone', async () => {
    const bench = await createProjectBench()
    const imported = await importCommandLine(line, bench)
    expect(imported).toMatchObject({
      project: { name: 'mnist', codePath: '/m/code', mainFile: 'train.py', accountId: imported.accountId },
      accountIsNew: true,
      movedSecrets: ['privateKey', 'uhubPassword'],
    })
    const [account] = await bench.accounts.list()
    expect(account).toMatchObject({ id: imported.accountId, name: 'a@b.c', hasPrivateKey: true, hasUhubPassword: true })
    if (account === undefined) return
    expect(await bench.secrets.get(account.id, 'privateKey')).toBe('marked-key')
    expect(JSON.stringify([imported, bench.projects.list(), bench.accountStore.list()])).not.toContain('marked')
  })

  it('uses the account with the same key', async () => {
    const bench = await createProjectBench()
    const known = bench.addAccount('team')
    const imported = await importCommandLine(line.replace('--uhub_username a@b.c', ''), bench)
    expect(imported).toMatchObject({ accountId: known, accountIsNew: false })
    expect(await bench.secrets.get(known, 'uhubPassword')).toBe('marked-password')
  })

  it('makes a second account where the user differs', async () => {
    const bench = await createProjectBench()
    bench.addAccount('team')
    expect(await importCommandLine(line, bench)).toMatchObject({ accountIsNew: true })
    expect(bench.accountStore.list()).toHaveLength(2)
  })

  it('without keys needs no account', async () => {
    const bench = await createProjectBench()
    const imported = await importCommandLine('python pytorch_tool.py pack --uhub_imagename x', bench)
    expect(imported).toMatchObject({ accountId: null, accountIsNew: false, movedSecrets: [] })
  })

  it('that is none makes nothing', async () => {
    const bench = await createProjectBench()
    expect(await thrownBy(importCommandLine('rm -r x', bench))).toMatchObject({ code: 'command-line-invalid' })
    expect(bench.projects.list()).toEqual([])
  })

  it('is given back by its project, with variables in place of its secrets', async () => {
    const bench = await createProjectBench()
    const { project, accountId } = await importCommandLine(line, bench)
    const account = accountId === null ? null : bench.accounts.find(accountId).settings
    const given = commandLineOf(project, account)
    expect(given).toContain('--public_key key-team')
    expect(given).toContain('--private_key "$UAI_PRIVATE_KEY" --uhub_password "$UAI_UHUB_PASSWORD"')
    const again = await importCommandLine(given.replace(/ --private_key.*/, ''), bench)
    expect(again).toMatchObject({
      accountId,
      project: {
        ...project,
        id: again.project.id,
        updatedAt: again.project.updatedAt,
        createdAt: again.project.createdAt,
      },
    })
  })
})
