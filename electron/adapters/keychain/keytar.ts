/** What the app uses of keytar: passwords by service and account. */
export interface Keytar {
  getPassword(service: string, account: string): Promise<string | null>
  setPassword(service: string, account: string, password: string): Promise<void>
  deletePassword(service: string, account: string): Promise<boolean>
}

export const keychainService = 'uai-train-packer'

/** Loaded when first needed, since it is optional and native. Rejects where it is not installed. */
export async function loadKeytar(): Promise<Keytar> {
  const { default: keytar } = await import('keytar')
  return keytar
}

/**
 * Writes, reads and removes a marker: a missing Secret Service shows itself only when it is used.
 * Rejects with the system's words.
 */
export async function probeKeytar(keytar: Keytar): Promise<void> {
  const account = `probe-${process.pid}`
  await keytar.setPassword(keychainService, account, 'probe')
  const found = await keytar.getPassword(keychainService, account)
  await keytar.deletePassword(keychainService, account)
  if (found !== 'probe') throw new Error('the keychain did not keep what was written to it')
}
