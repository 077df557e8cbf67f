// `npm run build:core` as a program sees it: by import, by require, with its types, and in the programs of examples/.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect as connectHttp2 } from 'node:http2';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { io as connect } from 'socket.io-client';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { certificate } from '../fixtures/certificate.ts';

function node(...args: string[]): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(process.execPath, args, { encoding: 'utf8' });
}

function manifestOf(name: string): object {
  return JSON.parse(readFileSync(join('node_modules', name, 'package.json'), 'utf8')) as object;
}

beforeAll(() => {
  const { status, stderr } = spawnSync('npm', ['run', '--silent', 'build:core'], { encoding: 'utf8', shell: process.platform === 'win32' });
  expect(stderr, 'the build').not.toMatch(/error/i);
  expect(status).toBe(0);
}, 60_000);

const RUNTIME = new Set(['accepts', 'cookie', 'cors', 'proxy-addr', 'tough-cookie', 'ws']);
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

test('the client is imported by name and as the default, and required as a function, as with `socket.io-client`', () => {
  const imported = "import io, { Manager, io as named } from 'patchbay/client'; console.log(io === named, typeof Manager);";
  expect(node('--input-type=module', '-e', imported)).toMatchObject({ status: 0, stdout: 'true function\n' });
  const required = "const io = require('patchbay/client'); console.log(io('http://127.0.0.1:1', { autoConnect: false }).nsp, io.io === io.connect);";
  expect(node('--input-type=commonjs', '-e', required)).toMatchObject({ status: 0, stdout: '/ true\n' });
});

test('the adapters come with their own entries, and need no broker client to be there', () => {
  const names = ['adapters', 'adapters/amqp', 'adapters/nats'].map((name) => `Object.keys(require('patchbay/${name}')).join()`);
  const { stdout } = node('--input-type=commonjs', '-e', `console.log([${names.join(', ')}].join('; '))`);
  expect(stdout.trim()).toBe(
    'Adapter,ClusterAdapter,ClusterAdapterWithHeartbeat,ClusterError,MessageType,SessionAwareAdapter; ' +
      'Emitter,createAdapter,createEmitter; Emitter,createAdapter,createEmitter',
  );
});

describe('patchbay/admin', () => {
  // A login with a password, which is hashed in a thread, and what Prometheus is told.
  const PROGRAM = `
    const { createServer } = require('node:http');
    const { hashSync } = require('bcryptjs');
    const { io } = require('socket.io-client');
    const { Server } = require('socket.io');
    const http = createServer().listen(0, '127.0.0.1', async () => {
      const server = new Server(http);
      const auth = { type: 'basic', username: 'ada', password: hashSync('pass', 4) };
      const agent = instrument(server, { auth, mode: 'production', metrics: {} });
      const url = 'http://127.0.0.1:' + http.address().port;
      const admin = io(url + '/admin', { auth: { username: 'ada', password: 'pass' }, transports: ['websocket'] });
      admin.on('config', async ({ supportedFeatures }) => {
        const metrics = await agent.metrics();
        console.log(supportedFeatures.length, /patchbay_clients\\{transport="websocket"\\} 1/.test(metrics));
        admin.disconnect();
        await agent.close();
        server.close();
      });
    });`;
  const REQUIRE = "import { createRequire } from 'node:module'; const require = createRequire(process.cwd() + '/');";

  test('is imported, and administers an official server', () => {
    const program = `import { instrument } from 'patchbay/admin'; ${REQUIRE} ${PROGRAM}`;
    expect(node('--input-type=module', '-e', program)).toMatchObject({ status: 0, stdout: '8 true\n', stderr: '' });
  });

  test('is required, and administers an official server', () => {
    const program = `const { instrument } = require('patchbay/admin'); ${PROGRAM}`;
    expect(node('--input-type=commonjs', '-e', program)).toMatchObject({ status: 0, stdout: '8 true\n', stderr: '' });
  });

  test.each(['module', 'commonjs'])('needs no `prom-client` but for metrics, and says so: %s', (type) => {
    const program = `
      const Module = require('node:module');
      const resolve = Module._resolveFilename;
      Module._resolveFilename = (name, ...rest) => {
        if (name === 'prom-client') throw Object.assign(new Error('Cannot find module'), { code: 'MODULE_NOT_FOUND' });
        return resolve(name, ...rest);
      };
      const { Server } = require('patchbay/server');
      void instrument(new Server(), { auth: false }).close();
      try {
        instrument(new Server(), { auth: false, metrics: {} });
      } catch ({ name, code, message }) {
        console.log(name, code, message.includes('npm install prom-client'));
      }`;
    const load = type === 'module' ? `import { instrument } from 'patchbay/admin'; ${REQUIRE}` : "const { instrument } = require('patchbay/admin');";
    const { status, stdout } = node(`--input-type=${type}`, '-e', `${load} ${program}`);
    expect([status, stdout]).toEqual([0, 'UsageError MISSING_PACKAGE true\n']);
  });
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
  expect(files).toEqual(expect.arrayContaining(['engine.mjs', 'engine.cjs', 'server.mjs', 'server.cjs', 'client.mjs', 'client.cjs']));
  for (const file of files) {
    const imports = spawnSync('grep', ['-hoE', '(from|require\\()\\s*["\'][^."\'][^"\']*["\']', `dist/core/${file}`], { encoding: 'utf8' }).stdout;
    const packages = [...imports.matchAll(/["']([^"']+)["']/g)].map((match) => match[1] ?? '').filter((name) => !name.startsWith('node:'));
    expect(packages.filter((name) => !RUNTIME.has(name))).toEqual([]);
  }
});

test('what it names comes with it', () => {
  const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as { dependencies: Record<string, string> };
  const needed = new Set<string>();
  for (const file of readdirSync('dist/core', { recursive: true, encoding: 'utf8' }).filter((name) => /\.([mc]js|d\.ts)$/.test(name))) {
    const code = readFileSync(join('dist/core', file), 'utf8');
    for (const [, name = ''] of code.matchAll(/(?:\bfrom |\bimport\(|\brequire(?:\.resolve)?\()["']((?:@[\w.-]+\/)?[\w:-][\w.:-]*)/g)) {
      const hasTypes = !file.endsWith('.d.ts') || (!name.startsWith('node:') && 'types' in manifestOf(name));
      needed.add(hasTypes ? name : `@types/${name.startsWith('node:') ? 'node' : name}`);
    }
  }
  expect(needed).toContain('socket.io-client');
  expect([...needed].filter((name) => !name.startsWith('node:') && !Object.hasOwn(dependencies, name))).toEqual([]);
});

describe('examples', () => {
  const EXAMPLES = [
    ['http', 'hello from node:http, you asked for /', 'hello world, over websocket'],
    ['express', 'hello from Express, ada', 'hello world, ada'],
    ['fastify', 'hello from Fastify', 'hello world'],
    ['koa', 'hello from Koa', 'hello world'],
    ['hono', 'hello from Hono', 'hello world'],
    ['nest/main', 'hello from NestJS', 'hello world'],
  ] as const;

  test.each(EXAMPLES)('%s', async (name, page, greeting) => {
    const { url } = await startExample(name);
    const headers = { 'x-visitor': 'ada' };
    expect(await (await fetch(url, { headers })).text()).toBe(page);
    for (const transports of [['polling'], ['websocket']]) {
      const client = connect(url, { transports, forceNew: true, reconnection: false, extraHeaders: headers });
      onTestFinished(() => void client.disconnect());
      expect(await client.emitWithAck('hello', 'world')).toBe(name === 'http' ? greeting.replace('websocket', transports[0] ?? '') : greeting);
    }
  });

  test('nest/main: what a handler returns may be an event, and gateways hear of connections', async () => {
    const { url } = await startExample('nest/main');
    const client = connect(url, { forceNew: true, reconnection: false });
    onTestFinished(() => void client.disconnect());
    const welcome = new Promise((resolve) => client.once('welcome', resolve));
    const shouted = new Promise((resolve) => client.once('shouted', resolve));
    client.emit('shout', 'hey');
    expect(await shouted).toBe('HEY');
    expect(await welcome).toBe(client.id);
  });

  test('fastify: close() ends though sockets are connected', async () => {
    const { url, child } = await startExample('fastify');
    const client = connect(url, { forceNew: true, reconnection: false });
    await new Promise((resolve) => client.once('connect', () => resolve(undefined)));
    const ended = new Promise((resolve) => child.once('exit', (...how) => resolve(how)));
    child.kill('SIGTERM');
    expect(await ended).toEqual([0, null]);
  });
});

describe('examples/http2.mjs', () => {
  async function start(): Promise<string> {
    const folder = mkdtempSync(join(tmpdir(), 'patchbay-http2-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const [KEY, CERT] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
    writeFileSync(KEY, certificate.key);
    writeFileSync(CERT, certificate.cert);
    return (await startExample('http2', { KEY, CERT })).url;
  }

  test('a client polls over HTTP/2, beside the pages', async () => {
    const session = connectHttp2(await start(), { rejectUnauthorized: false });
    onTestFinished(() => session.destroy());
    const ask = async (path: string, body?: string): Promise<string> => {
      const req = session.request({ ':path': path, ':method': body === undefined ? 'GET' : 'POST' });
      // Node ends a GET by itself.
      if (body !== undefined) req.end(body);
      return text(req);
    };
    expect(await ask('/')).toBe('hello over HTTP/2.0');
    const { sid } = JSON.parse((await ask('/socket.io/?EIO=4&transport=polling')).slice(1)) as { sid: string };
    const path = `/socket.io/?EIO=4&transport=polling&sid=${sid}`;
    expect(await ask(path, '40')).toBe('ok');
    expect(await ask(path)).toMatch(/^40\{"sid":/);
    expect(await ask(path, '427["hello","world"]')).toBe('ok');
    expect(await ask(path)).toBe('437["hello world"]');
  });

  test.each(['polling', 'websocket'])('a client of HTTP/1.1 comes in over %s on the same port', async (transport) => {
    const client = connect(await start(), { transports: [transport], forceNew: true, reconnection: false, rejectUnauthorized: false });
    onTestFinished(() => void client.disconnect());
    expect(await client.emitWithAck('hello', 'world')).toBe('hello world');
  });
});

/** An example of that name in a process of its own, which ends with the test. */
async function startExample(name: string, env: Readonly<Record<string, string>> = {}): Promise<{ url: string; child: ChildProcess }> {
  const child = spawn(process.execPath, [`examples/${name}.mjs`], {
    env: { ...process.env, PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout.on('data', (text: Buffer) => resolve(/https?:\S+/.exec(text.toString())?.[0] ?? ''));
    child.on('exit', (code) => reject(new Error(`examples/${name}.mjs ended with ${String(code)}`)));
  });
  return { url, child };
}
