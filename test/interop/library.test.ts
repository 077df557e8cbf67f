// `npm run build:core` as a program sees it: by import, by require, and with its types.
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { beforeAll, expect, test } from 'vitest';

function node(...args: string[]): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(process.execPath, args, { encoding: 'utf8' });
}

beforeAll(() => {
  const { status, stderr } = spawnSync('npm', ['run', '--silent', 'build:core'], { encoding: 'utf8', shell: process.platform === 'win32' });
  expect(stderr, 'the build').not.toMatch(/error/i);
  expect(status).toBe(0);
}, 60_000);

const RUNTIME = new Set(['accepts', 'cookie', 'cors', 'proxy-addr', 'ws']);
const PROGRAM =
  "const io = new Server(0); io.httpServer.once('listening', () => io.close(() => console.log(typeof attach, io.engine.clientsCount)));";

test('a program imports it', () => {
  const program = `import { Server } from 'patchbay/server'; import { attach } from 'patchbay/engine'; ${PROGRAM}`;
  expect(node('--input-type=module', '-e', program)).toMatchObject({ status: 0, stdout: 'function 0\n' });
});

test('a program requires it', () => {
  const program = `const { Server } = require('patchbay/server'); const { attach } = require('patchbay/engine'); ${PROGRAM}`;
  expect(node('--input-type=commonjs', '-e', program)).toMatchObject({ status: 0, stdout: 'function 0\n' });
});

test('what is required can be called, as with `socket.io`', () => {
  const program =
    "const io = require('patchbay/server')(0); io.httpServer.once('listening', () => io.close(() => console.log(io.constructor.name)));";
  expect(node('--input-type=commonjs', '-e', program)).toMatchObject({ status: 0, stdout: 'Server\n' });
});

test('the adapters come with their own entries, and need no broker client to be there', () => {
  const names = ['adapters', 'adapters/amqp', 'adapters/nats'].map((name) => `Object.keys(require('patchbay/${name}')).join()`);
  const { stdout } = node('--input-type=commonjs', '-e', `console.log([${names.join(', ')}].join('; '))`);
  expect(stdout.trim()).toBe(
    'Adapter,ClusterAdapter,ClusterAdapterWithHeartbeat,ClusterError,MessageType,SessionAwareAdapter; ' +
      'Emitter,createAdapter,createEmitter; Emitter,createAdapter,createEmitter',
  );
});

test('programs that were written for the types of `socket.io` compile with ours', { timeout: 60_000 }, () => {
  const { status, stdout } = spawnSync('npx', ['--no-install', 'tsc', '-p', 'test/fixtures/consumer/programs.tsconfig.json'], { encoding: 'utf8' });
  expect(stdout).toBe('');
  expect(status).toBe(0);
});

test('its types are those of a strict program, both ways', { timeout: 60_000 }, () => {
  const { status, stdout } = spawnSync('npx', ['--no-install', 'tsc', '-p', 'test/fixtures/consumer/tsconfig.json'], { encoding: 'utf8' });
  expect(stdout).toBe('');
  expect(status).toBe(0);
});

test('it brings nothing of the desktop', () => {
  const files = readdirSync('dist/core', { recursive: true, encoding: 'utf8' }).filter((name) => /\.[mc]js$/.test(name));
  expect(files).toEqual(expect.arrayContaining(['engine.mjs', 'engine.cjs', 'server.mjs', 'server.cjs']));
  for (const file of files) {
    const imports = spawnSync('grep', ['-hoE', '(from|require\\()\\s*["\'][^."\'][^"\']*["\']', `dist/core/${file}`], { encoding: 'utf8' }).stdout;
    const packages = [...imports.matchAll(/["']([^"']+)["']/g)].map((match) => match[1] ?? '').filter((name) => !name.startsWith('node:'));
    expect(packages.filter((name) => !RUNTIME.has(name))).toEqual([]);
  }
});
