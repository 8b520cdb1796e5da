import type { Plugin } from 'vite'

/** What dockerode and its transport bring though most engines are reached without: SSH, gRPC, BuildKit's messages. */
const outside = [
  { importer: /docker-modem\/lib\/modem\.js$/, path: './ssh', id: 'docker-modem/lib/ssh.js', isLoadedAtOnce: true },
  { importer: /dockerode\/lib\/docker\.js$/, path: './session', id: 'dockerode/lib/session.js', isLoadedAtOnce: true },
  {
    importer: /dockerode\/lib\/docker\.js$/,
    path: './buildkit',
    id: 'dockerode/lib/buildkit.js',
    isLoadedAtOnce: false,
  },
]

/**
 * Bundles dockerode without those files, which stay where npm has put them and are loaded with the first call that
 * needs one: they are nine tenths of the time that it takes to load, in which the app answers nobody.
 */
export function leanDockerode(): Plugin {
  return {
    name: 'lean-dockerode',
    enforce: 'pre',
    resolveId(source, importer) {
      const found = outside.find(({ path, importer: from }) => path === source && from.test(importer ?? ''))
      return found === undefined ? null : { id: found.id, external: true }
    },
    transform(code, id) {
      let lean = code
      for (const { path } of outside.filter(({ importer, isLoadedAtOnce }) => isLoadedAtOnce && importer.test(id))) {
        const loading = `= require('${path}'),`
        if (!code.includes(loading)) this.error(`${id} does not load ${path} as it did`)
        lean = lean.replace(loading, `= (...given) => require('${path}')(...given),`)
      }
      return lean === code ? null : lean
    },
  }
}
