// docs/server.md against the options there are.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { serverOptions } from '../../src/core/engine/server-options.ts';
import { Server } from '../../src/core/server/index.ts';

const page = readFileSync('docs/server.md', 'utf8');
const rows = new Map([...page.matchAll(/^\| `(\w+)` \| (.+?) \| .+ \|$/gm)].map((match) => [match[1] ?? '', match[2] ?? '']));

/** The names of an interface's members, as its file declares them. */
function declared(path: string, name: string): string[] {
  const text = readFileSync(path, 'utf8');
  const body = text.slice(text.indexOf(`interface ${name} `), text.indexOf('\n}', text.indexOf(`interface ${name} `)));
  return [...body.matchAll(/^ {2}readonly (\w+)\??:/gm)].map((match) => match[1] ?? '');
}

test('every option is documented, and no other', () => {
  const names = [
    ...declared('src/core/engine/server-options.ts', 'ServerOptions'),
    ...declared('src/core/engine/server-options.ts', 'AttachOptions'),
    ...declared('src/core/server/server-options.ts', 'ServerOptions'),
  ];
  expect([...rows.keys()].sort()).toEqual([...new Set(names)].sort());
});

test('with the default it has', () => {
  const defaults = serverOptions({});
  for (const [name, text] of rows) {
    const value: unknown = Reflect.get(defaults, name);
    if (typeof value === 'number' && Number.isFinite(value)) expect([name, text]).toEqual([name, `\`${value}\``]);
    if (typeof value === 'boolean' && !['httpCompression', 'cookie'].includes(name)) expect([name, text]).toEqual([name, `\`${value}\``]);
    if (Array.isArray(value)) expect([name, text]).toEqual([name, `\`${JSON.stringify(value).replaceAll(',', ', ')}\``]);
  }
  const io = new Server();
  expect([rows.get('path'), rows.get('connectTimeout'), rows.get('serveClient')]).toEqual([
    `\`"${io.path()}"\``,
    `\`${io.connectTimeout()}\``,
    `\`${io.serveClient()}\``,
  ]);
  const { highWaterMark, policy } = defaults.backpressure;
  expect(rows.get('backpressure')).toBe(`\`{ highWaterMark: ${highWaterMark}, policy: "${policy}" }\``);
});
