import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'
import { resolve } from 'node:path'

const root = resolve(import.meta.dirname, '..')
const out = resolve(root, 'build/out')

/**
 * CommonJS for everything that Node loads: it starts quicker than modules, and a sandboxed preload can be nothing else.
 * Only `dependencies` stay outside the bundles; they hold native code.
 */
export default defineConfig({
  main: {
    root,
    build: {
      outDir: resolve(out, 'main'),
      target: 'node20',
      externalizeDeps: true,
      minify: false,
      rollupOptions: {
        input: { main: resolve(root, 'electron/main.ts'), cli: resolve(root, 'electron/cli/main.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs', chunkFileNames: 'chunk-[name]-[hash].cjs' },
      },
    },
  },
  preload: {
    root,
    build: {
      outDir: resolve(out, 'preload'),
      rollupOptions: {
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
      rollupOptions: { input: resolve(root, 'renderer/index.html') },
    },
  },
})
