// What the processes of this folder run, built into `.cache/crash`: Node 20 reads no TypeScript.

import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const root = fileURLToPath(new URL('../..', import.meta.url));
const FOLDER = '.cache/crash';
export const WRITER = fileURLToPath(new URL('../../.cache/crash/writer.mjs', import.meta.url));
/** The browser host: the same that is built for people. */
export const HOST = fileURLToPath(new URL('../../.cache/crash/headless.mjs', import.meta.url));

export async function bundle() {
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    build: {
      ssr: true,
      target: 'node20',
      minify: false,
      outDir: FOLDER,
      emptyOutDir: true,
      rollupOptions: {
        input: { writer: 'test/crash/writer.ts', headless: 'src/main/headless/index.ts' },
        output: { entryFileNames: '[name].mjs' },
      },
    },
  });
}
