/** What was done in a container is what counts; one that is left behind is found by its label at the next start. */
export function ignoreCleanUpFailure(): void {
  // Nothing to do, see above.
}
