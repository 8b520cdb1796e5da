import type { Check } from './check.ts'
import { checkApi } from './checks/api.ts'
import { checkClock } from './checks/clock.ts'
import { checkDisk } from './checks/disk.ts'
import { checkEngine } from './checks/engine.ts'
import { checkGpu } from './checks/gpu.ts'
import { checkKeychain } from './checks/keychain.ts'
import { checkLogin } from './checks/login.ts'
import { checkPermission } from './checks/permission.ts'
import { checkProxy } from './checks/proxy.ts'
import { checkRunning } from './checks/running.ts'
import { checkSandbox } from './checks/sandbox.ts'
import { checkVersion } from './checks/version.ts'

export const checks: readonly Check[] = [
  checkEngine,
  checkPermission,
  checkRunning,
  checkVersion,
  checkDisk,
  checkGpu,
  checkKeychain,
  checkSandbox,
  checkApi,
  checkClock,
  checkLogin,
  checkProxy,
]
