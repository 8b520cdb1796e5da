import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'
import { existsSync, readFileSync } from 'node:fs'
import { chmod } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { Plugin } from 'vite'
import { leanDockerode } from './lean-dockerode.ts'
import { thirdPartyNotices } from './third-party.ts'

const root = resolve(import.meta.dirname, '..')
const out = resolve(root, 'build/out')

const nativeParts = ['keytar', 'libsql', '@neon-rs/load'].map((name) => resolve(root, 'node_modules', name))
const notices = thirdPartyNotices(resolve(out, 'THIRD-PARTY-NOTICES.txt'), nativeParts.filter(existsSync))

/** Ruff's parser looks for its code beside the bundle that it has become a part of. */
const grammarOfPython: Plugin = {
  name: 'grammar-of-python',
  generateBundle() {
    const fileName = 'ruff_wasm_bg.wasm'
    const path = resolve(root, 'node_modules/@astral-sh/ruff-wasm-nodejs', fileName)
    this.emitFile({ type: 'asset', fileName, source: readFileSync(path) })
  },
}

/**
 * CommonJS for everything that Node loads: it starts quicker than modules, and a sandboxed preload can be nothing else.
 * Only what holds native code stays outside the bundles: libsql, keytar, which may be missing, and a part of dockerode.
 */
export default defineConfig({
  main: {
    root,
    // npm makes a package's programs executable when it installs it, which a checkout never is.
    plugins: [
      leanDockerode(),
      notices(),
      grammarOfPython,
      { name: 'executable-cli', closeBundle: () => chmod(resolve(out, 'main', 'cli.cjs'), 0o755) },
    ],
    build: {
      outDir: resolve(out, 'main'),
      target: 'node20',
      externalizeDeps: { include: ['keytar'], exclude: ['dockerode'] },
      minify: false,
      rolldownOptions: {
        input: {
          main: resolve(root, 'electron/main.ts'),
          cli: resolve(root, 'electron/cli/main.ts'),
          'secret-lint': resolve(root, 'electron/adapters/secret-lint/worker.ts'),
          'scan-worker': resolve(root, 'electron/core/logs/scan-worker.ts'),
          'metric-worker': resolve(root, 'electron/core/runs/metrics/metric-worker.ts'),
          'judge-worker': resolve(root, 'electron/adapters/target/judge-worker.ts'),
          'layer-worker': resolve(root, 'electron/adapters/layer/layer-worker.ts'),
        },
        output: {
          format: 'cjs',
          // What is loaded late is required late: Node's own import takes three times as long.
          dynamicImportInCjs: false,
          entryFileNames: '[name].cjs',
          chunkFileNames: 'chunk-[name]-[hash].cjs',
        },
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
    plugins: [react(), notices()],
    build: {
      outDir: resolve(out, 'renderer'),
      emptyOutDir: true,
      minify: true,
      rolldownOptions: {
        input: resolve(root, 'renderer/index.html'),
        // What main.tsx imports first must run first, wherever a chunk puts it: it keeps zod from trying `eval`.
        // All of the first screen in one file: each that the window waits for costs it some milliseconds.
        output: {
          strictExecutionOrder: true,
          codeSplitting: { groups: [{ name: 'first-screen', tags: ['$initial'] }] },
        },
      },
    },
  },
})
