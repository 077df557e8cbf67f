// The blocks of the documents against the library: each compiles with its types, and what is a program runs.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { io as connect } from 'socket.io-client';
import { expect, onTestFinished, test } from 'vitest';
import type { Socket } from '../../src/core/client/index.ts';
import type { Server } from '../../src/core/server/index.ts';
import { startServer } from '../fixtures/core-server.ts';
import { freePort } from '../fixtures/free-port.ts';

const FOLDER = '.cache/documentation';
const PAGES = ['README.md', 'README.zh-CN.md', 'docs/server.md', 'docs/cluster.md', 'docs/client.md'];

interface Block {
  /** The page, and the line of the block's first. */
  readonly place: string;
  readonly language: string;
  /** With its lines where the page has them. */
  readonly code: string;
}

/** The fenced blocks of JavaScript and TypeScript, and calls that the text names in passing. */
function blocks(page: string): Block[] {
  const text = readFileSync(page, 'utf8');
  const lineOf = (index: number): number => text.slice(0, index).split('\n').length;
  const fenced = [...text.matchAll(/^```(js|ts)\n([\s\S]*?)^```$/gm)].map((match) => ({
    place: `${page}:${lineOf(match.index) + 1}`,
    language: match[1] ?? '',
    code: match[2] ?? '',
  }));
  const prose = text.replaceAll(/^```[\s\S]*?^```$/gm, (block) => block.replaceAll(/[^\n]/g, ' '));
  const named = [...prose.matchAll(/`((?:await |const io = )?(?:io|socket|new Server)\b[^`\n]*\([^`\n]*\)[^`\n]*)`/g)].map((match) => ({
    place: `${page}:${lineOf(match.index)}`,
    language: 'js',
    code: `${match[1] ?? ''};\n`,
  }));
  return [...fenced, ...named];
}

/** A module of its own; `…` stands for whatever the reader puts there. */
function moduleOf({ place, language, code }: Block): { extension: string; code: string } {
  const whole = code.replaceAll('{ … }', '{}').replaceAll('…', 'anything');
  if (language === 'ts') return { extension: 'mts', code: whole };
  // What the adapters' section says is before each of its blocks.
  const isRequiring = /\brequire\(/.test(whole);
  const prelude = isRequiring ? '' : place.startsWith('docs/client.md') ? clientPrelude(whole) : serverPrelude(whole);
  return isRequiring ? { extension: 'cjs', code: whole } : { extension: 'mjs', code: `${prelude}${whole}export {};\n` };
}

function serverPrelude(code: string): string {
  return /\bnew Server\(/.test(code) && !/from 'patchbay\/server'/.test(code) ? "import { Server } from 'patchbay/server'; " : '';
}

/** On that page `io` and `socket` are the client's. */
function clientPrelude(code: string): string {
  const importing = /from 'patchbay\/client'/.test(code) ? '' : "import { io } from 'patchbay/client'; ";
  return /\bsocket = /.test(code) ? importing : `${importing}const socket = /** @type {import('patchbay/client').Socket} */ (anything); `;
}

const all = PAGES.flatMap(blocks);

test('each block compiles', { timeout: 60_000 }, () => {
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER, { recursive: true });
  const places = new Map<string, string>();
  for (const [index, block] of all.entries()) {
    const { extension, code } = moduleOf(block);
    const name = `block-${index}.${extension}`;
    places.set(name, block.place);
    writeFileSync(join(FOLDER, name), code);
  }
  expect(places.size).toBeGreaterThan(40);
  const { status, stdout } = spawnSync('npx', ['--no-install', 'tsc', '-p', 'test/fixtures/documentation'], {
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  const errors = stdout.replaceAll(
    /\S*(block-\d+\.\w+)\((\d+),\d+\)/g,
    (_, name: string, line: string) => `${places.get(name)} +${Number(line) - 1}`,
  );
  expect(errors).toBe('');
  expect(status).toBe(0);
});

const PROGRAMS = all.filter(({ code }) => code.includes("from 'patchbay/server'") && code.includes(".on('hello', "));

test.each(PROGRAMS.map(({ place, code }) => [place, code] as const))('the program of %s answers', async (place, code) => {
  mkdirSync(FOLDER, { recursive: true });
  const file = resolve(FOLDER, `program-${place.replaceAll(/\W/g, '-')}.mjs`);
  const port = await freePort();
  const library = pathToFileURL(resolve('src/core/server/index.ts')).href;
  writeFileSync(file, `${code.replaceAll("'patchbay/server'", `'${library}'`).replaceAll('3000', String(port))}export { io };\n`);
  const { io } = (await import(/* @vite-ignore */ file)) as { io: Server };
  onTestFinished(() => io.close());
  const client = connect(`http://127.0.0.1:${port}`, { forceNew: true, reconnectionDelay: 10 });
  onTestFinished(() => void client.disconnect());
  expect(await client.emitWithAck('hello', 'ada')).toContain('ada');
});

const CLIENT_PROGRAMS = all.filter(({ code }) => code.includes("from 'patchbay/client'") && code.includes(".emit('hello', "));

test.each(CLIENT_PROGRAMS.map(({ place, code }) => [place, code] as const))('the program of %s connects', async (place, code) => {
  mkdirSync(FOLDER, { recursive: true });
  const { io, url } = await startServer();
  const hello = new Promise((resolve) => io.on('connection', (socket) => socket.on('hello', (...args) => resolve(args))));
  const file = resolve(FOLDER, `program-${place.replaceAll(/\W/g, '-')}.mjs`);
  const library = pathToFileURL(resolve('src/core/client/index.ts')).href;
  writeFileSync(file, `${code.replaceAll("'patchbay/client'", `'${library}'`).replaceAll('http://localhost:3000', url)}export { socket };\n`);
  const { socket } = (await import(/* @vite-ignore */ file)) as { socket: Socket };
  onTestFinished(() => void socket.disconnect());
  expect(await hello).toEqual([{ any: 'JSON' }, Buffer.from('and bytes')]);
});

test('there are programs to run', () => {
  expect([PROGRAMS.length > 0, CLIENT_PROGRAMS.length > 0]).toEqual([true, true]);
});
