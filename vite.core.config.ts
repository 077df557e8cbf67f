import { resolve } from 'node:path';
import { defineConfig } from 'vite';

/** The public entries of the library, a folder of `src/core` each; each is also a key of `exports` in package.json. */
const entries = ['engine', 'server', 'client', 'admin', 'adapters', 'adapters/amqp', 'adapters/nats'];

/** What stands for `import.meta.url`, which CommonJS does not have. */
const MODULE_URL = {
  es: 'const moduleUrl = import.meta.url;',
  cjs: "const moduleUrl = require('node:url').pathToFileURL(__filename).href;",
};

/** `require('patchbay/server')(httpServer)` is a server, as with `socket.io`, and `require('patchbay/client')(url)` a socket. */
const CALLABLE: Readonly<Record<string, string>> = {
  server: 'module.exports = Object.assign((...args) => new exports.Server(...args), module.exports);',
  client: 'module.exports = Object.assign(exports.io, module.exports);',
};

function output<Format extends 'es' | 'cjs'>(format: Format, extension: string) {
  return {
    format,
    exports: 'named' as const,
    entryFileNames: `[name].${extension}`,
    chunkFileNames: `shared-[hash].${extension}`,
    intro: MODULE_URL[format],
    footer: (chunk: { readonly name: string }) => (format === 'cjs' ? (CALLABLE[chunk.name] ?? '') : ''),
  };
}

export default defineConfig({
  define: { 'import.meta.url': 'moduleUrl' },
  build: {
    outDir: 'dist/core',
    target: 'node20',
    minify: false,
    lib: {
      entry: Object.fromEntries(entries.map((name) => [name, resolve(import.meta.dirname, `src/core/${name}/index.ts`)])),
    },
    rollupOptions: {
      external: [/^node:/, 'accepts', 'cookie', 'cors', 'proxy-addr', 'tough-cookie', 'ws'],
      output: [output('es', 'mjs'), output('cjs', 'cjs')],
    },
  },
});
