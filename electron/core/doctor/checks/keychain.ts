import { commandCures, type Check } from '../check.ts'

const names: Readonly<Record<string, string>> = {
  linux: 'Secret Service',
  darwin: 'macOS Keychain',
  win32: 'Windows Credential Manager',
}

/** Are secrets kept beyond this run? */
export const checkKeychain: Check = {
  id: 'keychain',
  async run({ secrets, machine }) {
    const backend = await secrets.backend()
    if (backend.kind === 'keychain') {
      return { code: 'keychain-fine', values: { name: names[machine.platform] ?? machine.platform } }
    }
    const manager = machine.platform === 'linux' ? await machine.findPackageManager() : null
    const install = manager === 'apt' ? 'sudo apt-get install -y gnome-keyring libsecret-1-0 dbus-user-session' : null
    return { code: 'keychain-memory', words: backend.words, cures: commandCures(install) }
  },
}
