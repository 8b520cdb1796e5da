/** Thrown by a job that is taken up again and finds that it ended with the app that ran it. */
export class JobInterrupted extends Error {
  override readonly name = 'JobInterrupted'
}
