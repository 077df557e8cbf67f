// Parts of the sources that are measured by themselves, bundled as they would be shipped.
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const root = fileURLToPath(new URL('..', import.meta.url));
const PARTS = { codec: 'bench/parts/codec.mjs', console: 'bench/parts/console.mjs' };

/** Writes `.cache/bench/<part>.mjs`. */
export async function bundleParts() {
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    build: {
      ssr: true,
      target: 'node20',
      minify: false,
      outDir: '.cache/bench',
      emptyOutDir: true,
      rollupOptions: { input: PARTS, output: { entryFileNames: '[name].mjs' } },
    },
  });
}
