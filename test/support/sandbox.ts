import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { sharedSandboxFolder } from './launch-app.ts'

const State = z.object({ registryPort: z.number(), servicePort: z.number() })

/** Where the prepared sandbox listens while an app runs it. */
export function sandboxPorts(): z.infer<typeof State> {
  return State.parse(JSON.parse(readFileSync(join(sharedSandboxFolder(), 'sandbox.json'), 'utf8')))
}

export const sandboxAccount = { name: 'Sandbox', publicKey: 'sandbox-public-key', uhubUsername: 'sandbox@localhost' }
