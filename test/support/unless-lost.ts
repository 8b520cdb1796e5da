const lost = 'promise was garbage collected'

/**
 * Evaluates something in the main process that may be done twice: the debugger loses an answer now and then, because
 * Node.js collects the promise that it waits for.
 */
export async function unlessLost<Result>(evaluate: () => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await evaluate()
    } catch (error) {
      if (attempt === 5 || !(error instanceof Error) || !error.message.includes(lost)) throw error
    }
  }
}
