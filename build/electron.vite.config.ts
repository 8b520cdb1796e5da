import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'
import { chmod } from 'node:fs/promises'
import { resolve } from 'node:path'

const root = resolve(import.meta.dirname, '..')
const out = resolve(root, 'build/out')

/**
 * CommonJS for everything that Node loads: it starts quicker than modules, and a sandboxed preload can be nothing else.
 * Only `dependencies` and keytar, which may be missing, stay outside the bundles; they hold native code.
 */
export default defineConfig({
  main: {
    root,
    // npm makes a package's programs executable when it installs it, which a checkout never is.
    plugins: [{ name: 'executable-cli', closeBundle: () => chmod(resolve(out, 'main', 'cli.cjs'), 0o755) }],
    build: {
      outDir: resolve(out, 'main'),
      target: 'node20',
      externalizeDeps: { include: ['keytar'] },
      minify: false,
      rolldownOptions: {
        input: {
          main: resolve(root, 'electron/main.ts'),
          cli: resolve(root, 'electron/cli/main.ts'),
          'secret-lint': resolve(root, 'electron/adapters/secret-lint/worker.ts'),
          'scan-worker': resolve(root, 'electron/core/logs/scan-worker.ts'),
          'layer-worker': resolve(root, 'electron/adapters/layer/layer-worker.ts'),
        },
        output: { format: 'cjs', entryFileNames: '[name].cjs', chunkFileNames: 'chunk-[name]-[hash].cjs' },
      },
    },
  },
  preload: {
    root,
    build: {
      outDir: resolve(out, 'preload'),
      rolldownOptions: {
        input: { preload: resolve(root, 'electron/preload/preload.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: resolve(root, 'renderer'),
    plugins: [react()],
    build: {
      outDir: resolve(out, 'renderer'),
      emptyOutDir: true,
      minify: true,
      rolldownOptions: {
        input: resolve(root, 'renderer/index.html'),
        // What main.tsx imports first must run first, wherever a chunk puts it: it keeps zod from trying `eval`.
        output: { strictExecutionOrder: true },
      },
    },
  },
})
