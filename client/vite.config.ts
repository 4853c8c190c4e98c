import vueI18n from '@intlify/unplugin-vue-i18n/vite'
import vue from '@vitejs/plugin-vue'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'
import { worldMap } from './map/plugin.ts'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** What most pages need comes in two files that change seldom: each file more is a request more on a slow connection. */
const groups = [
  { name: 'libraries', test: /node_modules/, minShareCount: 10 },
  { name: 'shared', minShareCount: 10 },
]

export default defineConfig(({ command, isSsrBuild }) => ({
  root: here('.'),
  plugins: [
    vue(),
    worldMap(),
    // Messages are compiled here, so that no browser needs the compiler or the right to evaluate text.
    vueI18n({
      include: [here('locales/**/*.json')],
      compositionOnly: true,
      fullInstall: false,
      dropMessageCompiler: true,
    }),
  ],
  build: {
    emptyOutDir: true,
    manifest: !isSsrBuild,
    // One sheet for all pages: a page that is navigated to never flashes without its styles.
    cssCodeSplit: false,
    // Nothing as data: addresses, which the Content-Security-Policy refuses.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: 'es2023',
    rolldownOptions: {
      // In one piece: a server that runs goes on rendering where the pages are built anew beneath it.
      ...(isSsrBuild
        ? { input: here('server.ts'), output: { codeSplitting: false } }
        : { output: { codeSplitting: { groups } } }),
      // How long plugins took is of no use to who starts a server.
      checks: { pluginTimings: false },
    },
  },
  define: {
    __VUE_OPTIONS_API__: false,
    __VUE_PROD_DEVTOOLS__: false,
    __INTLIFY_PROD_DEVTOOLS__: false,
  },
  // What is built for the server needs no packages beside it; what is being developed takes them as they are.
  ssr: { target: 'node', ...(command === 'build' ? { noExternal: true as const } : {}) },
}))
