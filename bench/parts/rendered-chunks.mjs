// The scripts of a built page, and which of them it loads before anything is asked of it.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const STATIC_IMPORT = /\b(?:import|from)\s*["'`]\.\/([^"'`]+\.js)["'`]/g;

/** Largest first; `isFirst`: the entry, or imported by it without being asked for. */
export function renderedChunks(folder) {
  const texts = new Map(
    readdirSync(join(folder, 'assets'))
      .filter((name) => name.endsWith('.js'))
      .map((name) => [name, readFileSync(join(folder, 'assets', name), 'utf8')]),
  );
  const html = readFileSync(join(folder, 'index.html'), 'utf8');
  const first = new Set();
  const take = (name) => {
    if (first.has(name)) return;
    first.add(name);
    for (const [, imported] of (texts.get(name) ?? '').matchAll(STATIC_IMPORT)) take(imported);
  };
  for (const [, name] of html.matchAll(/assets\/([^"]+\.js)"/g)) take(name);
  return [...texts]
    .map(([name, text]) => ({ name, bytes: Buffer.byteLength(text), gzipBytes: gzipSync(text).length, isFirst: first.has(name) }))
    .sort((a, b) => b.bytes - a.bytes);
}
