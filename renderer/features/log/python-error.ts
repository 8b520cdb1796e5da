const tracebackHead = /^\s*Traceback \(most recent call last\):/
const raised = /^(?:[A-Za-z_]\w*\.)*(?:[A-Z]\w*(?:Error|Exception|Interrupt)|StopIteration|SystemExit)(?:: |:?$)/

/** Whether a line opens a Python traceback or names what was raised; training tools write their progress to stderr too. */
export function isPythonError(text: string): boolean {
  return tracebackHead.test(text) || raised.test(text)
}
