import { quoteWord } from '../../../../shared/uaitrain/shell-words.ts'
import { commandCures, type Check } from '../check.ts'

/** Do pulls and pushes take the way out that this machine is set up for? They are made by the engine, not by the app. */
export const checkProxy: Check = {
  id: 'proxy',
  async run({ engineFacts, engineAnswer, machine }) {
    const { isRemote } = await engineFacts()
    const { working } = await engineAnswer()
    const own = machine.proxies()
    if (working === null) return { code: 'engine-needed' }
    const engineProxy = working.proxies.https || working.proxies.http
    const ownProxy = own.https || own.http
    if (engineProxy !== '') {
      return { code: 'proxy-engine', values: { proxy: engineProxy, none: working.proxies.none || '–' } }
    }
    if (ownProxy === '' || isRemote) return { code: 'proxy-none' }
    const canSet = machine.platform === 'linux' && (await machine.hasSystemd())
    const cures = commandCures(canSet ? systemdCommand(ownProxy, own.none) : null)
    return { code: 'proxy-engine-without', values: { proxy: ownProxy }, cures }
  },
}

/** As Docker's documents set a proxy for the daemon, "Configure the daemon to use a proxy". */
function systemdCommand(proxy: string, none: string): string {
  const folder = '/etc/systemd/system/docker.service.d'
  const variables = [`HTTP_PROXY=${proxy}`, `HTTPS_PROXY=${proxy}`, ...(none === '' ? [] : [`NO_PROXY=${none}`])]
  const lines = ['[Service]', ...variables.map((variable) => `Environment="${variable}"`)]
  return [
    `sudo mkdir -p ${folder}`,
    `printf '%s\\n' ${lines.map(quoteWord).join(' ')} | sudo tee ${folder}/proxy.conf`,
    'sudo systemctl daemon-reload',
    'sudo systemctl restart docker',
  ].join(' && ')
}
