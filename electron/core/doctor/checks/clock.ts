import { commandCures, type Check, type CheckContext } from '../check.ts'
import { withAccount } from '../checked-account.ts'

/** The header has whole seconds, and the answer takes its time. */
const offMs = 30_000
/** Certificates and the tokens of registries stop to be taken. */
const wrongMs = 5 * 60_000

/** Does this machine's clock agree with UCloud's? */
export const checkClock: Check = {
  id: 'clock',
  run: (context) =>
    withAccount(context, async ({ settings: { apiUrl: url } }) => {
      const serverTime = await askTime(context, url)
      if (serverTime === null) return { code: 'clock-unknown', values: { url } }
      const skewMs = context.now() - serverTime
      const seconds = Math.round(Math.abs(skewMs) / 1000)
      const values = { url, seconds }
      if (Math.abs(skewMs) < offMs) return { code: 'clock-fine', values }
      const code = Math.abs(skewMs) < wrongMs ? 'clock-off' : 'clock-wrong'
      return { code, values, cures: commandCures(await setCommand(context.machine, serverTime)) }
    }),
}

/** Null, too, where nobody answers: that is for another check to tell. */
async function askTime({ readServerTime, signal }: CheckContext, url: string): Promise<number | null> {
  try {
    return await readServerTime(url, signal)
  } catch (error) {
    if (signal.aborted) throw error
    return null
  }
}

async function setCommand(machine: CheckContext['machine'], serverTime: number): Promise<string | null> {
  if (machine.platform !== 'linux') return null
  if (await machine.hasSystemd()) return 'sudo timedatectl set-ntp true'
  return `sudo date --set=@${Math.round(serverTime / 1000)}`
}
