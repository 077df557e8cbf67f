// What a page loads before anything is asked of it. Built as `npm run build` does, in memory.
import { gzipSync } from 'node:zlib';
import { build, type InlineConfig, loadConfigFromFile, type Rolldown } from 'vite';
import { beforeAll, expect, test, vi } from 'vitest';

/** A tenth over what it is: who needs more says so here. */
const FIRST_GZIP_BYTES = 240_000;
const LATER = ['@codemirror/', '@lezer/', 'recharts', 're2js', 'cmdk', 'zh-cn'];

let chunks: ReadonlyMap<string, Rolldown.OutputChunk>;
let first: readonly Rolldown.OutputChunk[];

beforeAll(async () => {
  const loaded = await loadConfigFromFile({ command: 'build', mode: 'production' }, 'electron.vite.config.ts');
  // electron-vite's file has a configuration for each of its three targets.
  const { renderer } = (loaded?.config ?? {}) as { readonly renderer?: InlineConfig };
  // Else it is React for developers that is weighed.
  vi.stubEnv('NODE_ENV', 'production');
  const built = await build({ ...renderer, configFile: false, base: './', logLevel: 'error', build: { ...renderer?.build, write: false } });
  vi.unstubAllEnvs();
  // One configuration with one output, which is not watched.
  const { output } = built as Rolldown.RolldownOutput;
  chunks = new Map(output.filter((file) => file.type === 'chunk').map((chunk) => [chunk.fileName, chunk]));
  const html = output.find(({ fileName }) => fileName === 'index.html');
  const page = html?.type === 'asset' ? String(html.source) : '';
  first = [...closure([...chunks.values()].filter(({ fileName }) => page.includes(fileName)))];
}, 120_000);

/** With all that is imported and not asked for. */
function closure(from: Iterable<Rolldown.OutputChunk>): ReadonlySet<Rolldown.OutputChunk> {
  const found = new Set(from);
  for (const { imports } of found) {
    for (const name of imports) {
      const chunk = chunks.get(name);
      if (chunk !== undefined) found.add(chunk);
    }
  }
  return found;
}

const modulesOf = (list: Iterable<Rolldown.OutputChunk>) => [...list].flatMap(({ moduleIds }) => moduleIds.map((id) => id.replaceAll('\\', '/')));
const has = (modules: readonly string[], what: string) => modules.some((id) => id.includes(`node_modules/${what}`) || id.includes(`i18n/${what}`));

test.each(LATER)('the first screen loads no %s, which is there when it is asked for', (what) => {
  expect(has(modulesOf(first), what)).toBe(false);
  expect(has(modulesOf(chunks.values()), what)).toBe(true);
});

test.each([
  ['overview/overview.tsx', ['@codemirror/', 'recharts', 're2js']],
  ['traffic/traffic-view.tsx', ['@codemirror/', 'recharts', 're2js']],
  ['compose/compose-view.tsx', ['@codemirror/', 'recharts', 're2js']],
])('%s is there before what is large in it', (view, large) => {
  const screen = [...chunks.values()].filter(({ facadeModuleId }) => facadeModuleId?.replaceAll('\\', '/').endsWith(view));
  expect(screen).toHaveLength(1);
  const modules = modulesOf(closure(screen));
  for (const what of large) expect(has(modules, what), what).toBe(false);
});

test('what the first screen loads stays within its bytes', () => {
  expect(has(modulesOf(first), 'react-dom')).toBe(true);
  const bytes = first.reduce((sum, { code }) => sum + gzipSync(code).length, 0);
  expect(bytes).toBeLessThan(FIRST_GZIP_BYTES);
});

test('chunks are named relative to the page, as files and app:// have them', () => {
  for (const { code } of chunks.values()) expect(code).not.toMatch(/import\(\s*["'`]\/assets/);
});
