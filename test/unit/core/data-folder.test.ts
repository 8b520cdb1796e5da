import { describe, expect, it } from 'vitest'
import { dataFolderOf } from '../../../electron/core/data-folder.ts'

describe('dataFolderOf', () => {
  it.each([
    ['linux', '/home/me', {}, '/home/me/.config/UAI Train Packer'],
    ['linux', '/home/me', { XDG_CONFIG_HOME: '/etc/me' }, '/etc/me/UAI Train Packer'],
    ['linux', '/home/me', { XDG_CONFIG_HOME: '' }, '/home/me/.config/UAI Train Packer'],
    ['darwin', '/Users/me', {}, '/Users/me/Library/Application Support/UAI Train Packer'],
    ['win32', 'C:\\Users\\me', {}, 'C:\\Users\\me\\AppData\\Roaming\\UAI Train Packer'],
    ['win32', 'C:\\Users\\me', { APPDATA: 'D:\\Data' }, 'D:\\Data\\UAI Train Packer'],
    ['linux', '/home/me', { UAI_DATA_FOLDER: '/tmp/here' }, '/tmp/here'],
  ])('on %s at %s with %j is %s', (platform, home, environment, folder) => {
    expect(dataFolderOf({ platform, home, environment })).toBe(folder)
  })
})
