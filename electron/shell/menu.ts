import { Menu } from 'electron'

/** macOS takes the shortcuts of editing and windows from its menu; elsewhere they work without one. */
export function setMenu(): void {
  const isMac = process.platform === 'darwin'
  const menu = Menu.buildFromTemplate([{ role: 'appMenu' }, { role: 'editMenu' }, { role: 'windowMenu' }])
  Menu.setApplicationMenu(isMac ? menu : null)
}
