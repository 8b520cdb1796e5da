// @ts-check
// Stands in for Electron's own default app, which the registry-only runtime lacks: opens the app folder named in argv.
const { readFileSync } = require('node:fs')
const { join, resolve } = require('node:path')
/** @type {typeof import('electron')} */
const { app } = require('electron')

const folder = resolve(process.argv.slice(1).find((argument) => !argument.startsWith('-')) ?? '.')
const { name, productName, version, main } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
Object.defineProperty(process, 'defaultApp', { value: true, enumerable: true })
app.setName(productName ?? name)
app.setVersion(version)
// @ts-expect-error not in the public types; Electron's own default app calls it as well
app.setAppPath(folder)
try {
  // Loaded at once, since an app has things to say before Electron is ready, and Electron does not wait.
  require(join(folder, main))
} catch (error) {
  console.error(error)
  app.exit(1)
}
