import { expect, it } from 'vitest'
import { pathsToOpen } from '../../../electron/shell/arguments.ts'

const packaged = { isDefaultApp: false, currentFolder: '/home/lin' }
const checkout = { isDefaultApp: true, currentFolder: '/home/lin' }

it.each([
  [['/opt/packer'], []],
  [['/opt/packer', '/code/mnist'], ['/code/mnist']],
  [['/opt/packer', 'mnist/a b.uaitrain'], ['/home/lin/mnist/a b.uaitrain']],
  [['/opt/packer', '--no-sandbox', '.', '--lang=zh'], ['/home/lin']],
  [['/opt/packer', '--', '--odd folder'], ['/home/lin/--odd folder']],
  [['/opt/packer', '--no-sandbox', '--'], []],
  [['/opt/packer', 'file:///code/%E4%B8%AD%20x'], ['/code/中 x']],
  [['/opt/packer', 'file://other.host/code'], []],
  [
    ['/opt/packer', '/a', 'b'],
    ['/a', '/home/lin/b'],
  ],
  [['/opt/packer', ''], []],
])('of %j a packaged app opens %j', (argv, paths) => {
  expect(pathsToOpen({ ...packaged, argv })).toEqual(paths)
})

it('in a checkout the first operand is the app itself', () => {
  expect(pathsToOpen({ ...checkout, argv: ['electron', '--no-sandbox', '/checkout'] })).toEqual([])
  expect(pathsToOpen({ ...checkout, argv: ['electron', '--no-sandbox', '/checkout', '../mnist'] })).toEqual([
    '/home/mnist',
  ])
})
