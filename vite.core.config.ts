import { resolve } from 'node:path';
import { defineConfig } from 'vite';

/** The public entries of the library; each is also a key of `exports` in package.json. */
const entries = ['engine', 'server'];

function output<Format extends 'es' | 'cjs'>(format: Format, extension: string) {
  return { format, entryFileNames: `[name].${extension}`, chunkFileNames: `shared-[hash].${extension}` };
}

export default defineConfig({
  build: {
    outDir: 'dist/core',
    target: 'node20',
    minify: false,
    lib: {
      entry: Object.fromEntries(entries.map((name) => [name, resolve(import.meta.dirname, `src/core/${name}/index.ts`)])),
    },
    rollupOptions: {
      external: [/^node:/, 'ws', 'cors'],
      output: [output('es', 'mjs'), output('cjs', 'cjs')],
    },
  },
});
