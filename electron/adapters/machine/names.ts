import { readFile } from 'node:fs/promises'

/** Entries of `/etc/passwd` and `/etc/group`: fields between colons (passwd(5), group(5)). */
async function readEntries(path: string): Promise<string[][]> {
  try {
    const text = await readFile(path, 'utf8')
    return text.split('\n').map((line) => line.split(':'))
  } catch {
    return []
  }
}

/** The number itself where the system's own list has no name for it. */
export async function nameOfUser(uid: number): Promise<string> {
  const entries = await readEntries('/etc/passwd')
  return entries.find((fields) => fields[2] === String(uid))?.[0] ?? String(uid)
}

export async function groupOf(gid: number): Promise<{ name: string; members: readonly string[] }> {
  const entries = await readEntries('/etc/group')
  const [name = String(gid), , , members = ''] = entries.find((fields) => fields[2] === String(gid)) ?? []
  return { name, members: members.split(',').filter((member) => member !== '') }
}
