import { mkdirSync, writeFileSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';

const from = (path: string) => resolve(import.meta.dirname, path);

/** Notes which packages a part is built of, for the notices of their licences: scripts/licences.mjs. */
function noteBundled(part: string) {
  return {
    name: 'note-bundled',
    buildEnd(this: { getModuleIds(): Iterable<string> }) {
      const folders = [...this.getModuleIds()].map((id) => /^\0?(.*\/node_modules\/(?:@[^/]+\/)?[^/]+)/.exec(id.replaceAll('\\', '/'))?.[1]);
      const places = folders.filter((folder) => folder !== undefined).map((folder) => relative(import.meta.dirname, folder).replaceAll('\\', '/'));
      mkdirSync(from('.cache/bundled'), { recursive: true });
      writeFileSync(from(`.cache/bundled/${part}.json`), JSON.stringify([...new Set(places)].sort(), null, 2));
    },
  };
}

export default defineConfig({
  // Two hosts of one console: the Electron main process, and the browser host for plain Node.
  main: {
    plugins: [noteBundled('main')],
    build: {
      outDir: 'out/main',
      rollupOptions: {
        input: { electron: from('src/main/electron/index.ts'), headless: from('src/main/headless/index.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  preload: {
    plugins: [noteBundled('preload')],
    build: {
      outDir: 'out/preload',
      rollupOptions: { input: { index: from('src/preload/index.ts') }, output: { format: 'cjs', entryFileNames: '[name].cjs' } },
    },
  },
  renderer: {
    root: from('src/renderer'),
    plugins: [react(), tailwindcss(), noteBundled('renderer')],
    build: {
      outDir: from('out/renderer'),
      target: 'chrome130',
      minify: true,
      // test/unit/hosts/renderer-chunks.test.ts holds what the first of them weighs.
      chunkSizeWarningLimit: 1000,
      rollupOptions: {
        input: from('src/renderer/index.html'),
        output: {
          codeSplitting: {
            groups: [
              // What the first screen needs is one file, and what several of the other screens share is another.
              { name: 'first', tags: ['$initial'] },
              { name: 'shared', test: /[\\/]src[\\/](renderer|contract)[\\/]/, minShareCount: 3, includeDependenciesRecursively: false },
            ],
          },
        },
      },
    },
  },
});
