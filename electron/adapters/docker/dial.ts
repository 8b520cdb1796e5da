import { IncomingMessage } from 'node:http'
import { Duplex, type Readable } from 'node:stream'
import type { RegistryAuth } from '../../core/ports/registry.ts'
import type { Modem } from './modem.ts'

/** What goes to the engine, as its API has it. */
export interface DialRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  readonly path: string
  readonly query?: Readonly<Record<string, string>>
  readonly body?: Readonly<Record<string, unknown>>
  readonly auth?: RegistryAuth | null
}

/** dockerode throws the body of a refusal away; with every status allowed it hands all answers over. */
const everyStatus: Readonly<Record<number, boolean>> = Object.fromEntries(
  Array.from({ length: 500 }, (_, index) => [index + 100, true]),
)

export async function dial(
  modem: Modem,
  request: DialRequest,
  options: { readonly abortSignal: AbortSignal; readonly file: Readable | undefined },
): Promise<IncomingMessage> {
  const answer = await dialAny(modem, request, options)
  if (answer instanceof IncomingMessage) return answer
  throw new Error('no answer')
}

interface DialOptions {
  readonly abortSignal: AbortSignal
  readonly file?: Readable | undefined
  /** Asks for the bare connection, which is the answer once the engine has agreed. */
  readonly bothWays?: boolean
}

export function dialAny(
  modem: Modem,
  request: DialRequest,
  { abortSignal, file, bothWays = false }: DialOptions,
): Promise<IncomingMessage | Duplex> {
  const { method, path, query = {}, body = {}, auth } = request
  return new Promise((resolve, reject) => {
    modem.dial(
      {
        method,
        // The question mark makes dockerode append the query.
        path: `${path}?`,
        options: { _query: query, _body: body },
        file,
        authconfig: auth ? registryCredentials(auth) : undefined,
        abortSignal,
        isStream: true,
        hijack: bothWays,
        statusCodes: everyStatus,
      },
      (error, answer) => {
        if (error) reject(error)
        else if (answer instanceof IncomingMessage || answer instanceof Duplex) {
          // Listened to for good: an answer that breaks when nobody reads it any more must not end the process.
          answer.on('error', () => undefined)
          resolve(answer)
        } else reject(new Error('no answer'))
      },
    )
  })
}

export function registryCredentials(auth: RegistryAuth): Record<string, string> {
  // Docker Hub knows itself by this address only.
  const serveraddress = auth.host === 'docker.io' ? 'https://index.docker.io/v1/' : auth.host
  return { username: auth.username, password: auth.password, serveraddress }
}
