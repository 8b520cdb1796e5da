import type { Check } from '../check.ts'

/** The first API with `--gpus`, of Docker 19.03. */
const neededApi = [1, 40] as const
/** Copies every layer as a whole. */
const slowDrivers: readonly string[] = ['vfs']

/** Can the engine do all that the app asks for, at a good speed? */
export const checkVersion: Check = {
  id: 'version',
  async run({ engineAnswer }) {
    const { working } = await engineAnswer()
    if (working === null) return { code: 'engine-needed' }
    const { version, apiVersion, storageDriver: driver } = working
    const values = { version, apiVersion, driver }
    if (isOlder(apiVersion)) return { code: 'version-old', values }
    return { code: slowDrivers.includes(driver) ? 'driver-slow' : 'version-fine', values }
  },
}

function isOlder(apiVersion: string): boolean {
  const [major = 0, minor = 0] = apiVersion.split('.').map(Number)
  return major < neededApi[0] || (major === neededApi[0] && minor < neededApi[1])
}
