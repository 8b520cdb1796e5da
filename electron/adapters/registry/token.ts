import { z } from 'zod'

const TokenAnswer = z.object({
  token: z.string().optional(),
  access_token: z.string().optional(),
  expires_in: z.number().positive().optional().catch(undefined),
})

/** What a token lives that does not say how long (https://distribution.github.io/distribution/spec/auth/token/). */
const defaultLifeSeconds = 60

/** Null when there is none in the answer. */
export function readToken(body: string): { token: string; lifeSeconds: number } | null {
  const answer = TokenAnswer.safeParse(parseJson(body)).data
  // Either may be there, or be empty where the other is meant.
  const token = [answer?.token, answer?.access_token].find((text) => text !== undefined && text !== '')
  return token === undefined ? null : { token, lifeSeconds: answer?.expires_in ?? defaultLifeSeconds }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
