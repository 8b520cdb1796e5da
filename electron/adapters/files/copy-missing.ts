import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** Copies a folder's content; files that are there already stay as they are. Not `fs.cp`, which reads no asar archive. */
export async function copyMissing(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true })
  for (const name of await readdir(from)) {
    const source = join(from, name)
    const target = join(to, name)
    if ((await stat(source)).isDirectory()) await copyMissing(source, target)
    else if (!(await exists(target))) await writeFile(target, await readFile(source))
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path)
    return true
  } catch {
    return false
  }
}
