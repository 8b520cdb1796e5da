// @ts-check

const NAME_WIDTH = 17

/**
 * Does one step of set-up and says it in one line: name, verdict, seconds.
 * @template Result
 * @param {string} name
 * @param {() => Promise<Result>} action
 * @param {(result: Result) => string} describe
 * @returns {Promise<Result>}
 */
export async function step(name, action, describe) {
  const started = performance.now()
  const label = name.padEnd(NAME_WIDTH)
  if (process.stdout.isTTY) process.stdout.write(`… ${label}`)
  /** @param {string} mark @param {string} verdict */
  const say = (mark, verdict) => {
    const seconds = ((performance.now() - started) / 1000).toFixed(1)
    console.log(`${process.stdout.isTTY ? '\r\x1b[2K' : ''}${mark} ${label} ${verdict} (${seconds} s)`)
  }
  try {
    const result = await action()
    say('✓', describe(result))
    return result
  } catch (error) {
    say('✗', 'failed')
    throw error
  }
}
