export interface UcloudCredentials {
  readonly apiUrl: string
  readonly publicKey: string
  readonly privateKey: string
  /** Sent only if given, as the SDK does. */
  readonly projectId: string
  readonly region: string
  readonly zone: string
}

/** The signed API of UCloud. */
export interface UcloudApi {
  /**
   * One signed call, answered with its parsed JSON once RetCode is 0.
   * Rejects with `ucloud-refused`, `ucloud-unreachable`, `ucloud-timeout` or `ucloud-bad-answer`.
   */
  call(options: {
    action: string
    parameters: Readonly<Record<string, string | number | boolean>>
    credentials: UcloudCredentials
    signal: AbortSignal
  }): Promise<Readonly<Record<string, unknown>>>
}
