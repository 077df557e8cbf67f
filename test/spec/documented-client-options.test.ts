// docs/client.md against the options there are.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { Manager } from '../../src/core/client/index.ts';

const page = readFileSync('docs/client.md', 'utf8');
const options = page.slice(page.indexOf('## Options'));
const rows = new Map([...options.matchAll(/^\| `(\w+)` \| (.*?) \| .+ \|$/gm)].map((match) => [match[1] ?? '', match[2] ?? '']));

/** The names of an interface's members, as its file declares them. */
function declared(path: string, name: string): string[] {
  const text = readFileSync(path, 'utf8');
  const body = text.slice(text.indexOf(`interface ${name} `), text.indexOf('\n}', text.indexOf(`interface ${name} `)));
  return [...body.matchAll(/^ {2}readonly (\w+)\??:/gm)].map((match) => match[1] ?? '');
}

test('every option is documented, and no other', () => {
  const names = [
    ...declared('src/core/engine/client/client-options.ts', 'ConnectOptions'),
    ...declared('src/core/engine/client/client-options.ts', 'ClientOptions'),
    ...declared('src/core/client/client-options.ts', 'ManagerOptions'),
    ...declared('src/core/client/client-options.ts', 'SocketOptions'),
  ];
  expect(names.length).toBeGreaterThan(30);
  expect([...rows.keys()].sort()).toEqual([...new Set(names)].sort());
});

test('with the default it has', () => {
  const manager = new Manager({ autoConnect: false });
  expect([
    rows.get('timeout'),
    rows.get('reconnection'),
    rows.get('reconnectionAttempts'),
    rows.get('reconnectionDelay'),
    rows.get('reconnectionDelayMax'),
    rows.get('randomizationFactor'),
    rows.get('path'),
  ]).toEqual([
    `\`${manager.timeout()}\``,
    `\`${manager.reconnection()}\``,
    `\`${manager.reconnectionAttempts()}\``,
    `\`${manager.reconnectionDelay()}\``,
    `\`${manager.reconnectionDelayMax()}\``,
    `\`${manager.randomizationFactor()}\``,
    `\`"${manager.opts.path}"\``,
  ]);
});
