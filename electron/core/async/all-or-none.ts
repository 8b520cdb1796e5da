/** As `Promise.all`, but the first failure aborts the other tasks, and none is left running when it is thrown. */
export async function allOrNone<const Tasks extends readonly ((signal: AbortSignal) => Promise<unknown>)[]>(
  tasks: Tasks,
  signal: AbortSignal,
): Promise<{ -readonly [Index in keyof Tasks]: Awaited<ReturnType<Tasks[Index]>> }> {
  const stop = new AbortController()
  const combined = AbortSignal.any([signal, stop.signal])
  const running = tasks.map((task) => task(combined))
  try {
    return (await Promise.all(running)) as { -readonly [Index in keyof Tasks]: Awaited<ReturnType<Tasks[Index]>> }
  } catch (error) {
    stop.abort()
    await Promise.allSettled(running)
    throw error
  }
}
