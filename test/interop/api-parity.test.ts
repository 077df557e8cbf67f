// The public API of the installed official packages against ours: each member that their declarations name is there, but
// for those listed here with the reason.
import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import * as adapters from '../../src/core/adapters/index.ts';
import * as client from '../../src/core/client/index.ts';
import * as engine from '../../src/core/engine/index.ts';
import * as ours from '../../src/core/server/index.ts';
import { manager } from '../fixtures/core-client.ts';
import { nextEvent, startServer } from '../fixtures/core-server.ts';

const require = createRequire(import.meta.url);
const SERVER_OPTIONS = ['src/core/engine/server-options.ts', 'src/core/server/server-options.ts'];

/** The text of a package's declarations. */
function declarations(name: string, file: string): string {
  const main = require.resolve(name);
  const root = main.slice(0, main.lastIndexOf(join('node_modules', name))) + join('node_modules', name);
  return readFileSync(join(root, file), 'utf8').replace(/\/\*[\s\S]*?\*\//g, '');
}

/** Members of a class that are neither private, nor protected, nor named as private (`_…`). */
function publicMembers(text: string, className: string): string[] {
  const start = text.search(new RegExp(`(class|interface) ${className}\\b`));
  expect(start, className).toBeGreaterThan(-1);
  const body = text.slice(start, text.indexOf('\n}', start));
  const members = [...body.matchAll(/^ {4}(?!private|protected|static)(?:readonly |get |set |abstract |async )*([a-zA-Z]\w*)\??[(<:]/gm)];
  return [...new Set(members.map((match) => match[1] ?? ''))].filter((name) => name !== 'constructor').sort();
}

function expectMembers(object: object, members: readonly string[], absent: Readonly<Record<string, string>> = {}): void {
  expect(members.length).toBeGreaterThan(0);
  expect(members.filter((name) => !(name in object)).sort()).toEqual(Object.keys(absent));
}

async function connected() {
  const server = await startServer();
  const connection = nextEvent<[ours.Socket]>(server.io, 'connection');
  const ws = server.webSocket('');
  await ws.send('40');
  const [socket] = await connection;
  return { io: server.io, socket };
}

describe('socket.io', () => {
  test('Server', async () => {
    const { io } = await connected();
    expectMembers(io, publicMembers(declarations('socket.io', 'dist/index.d.ts'), 'Server'), {
      attachApp: 'binds to the uWebSockets.js runtime, which has a transport stack of its own: ours is on `ws`',
    });
  });

  test('Namespace and ParentNamespace', async () => {
    const { io } = await connected();
    expectMembers(io.sockets, publicMembers(declarations('socket.io', 'dist/namespace.d.ts'), 'Namespace'));
    expectMembers(io.of(/x/), publicMembers(declarations('socket.io', 'dist/parent-namespace.d.ts'), 'ParentNamespace'));
  });

  test('Socket, its client and its handshake', async () => {
    const { socket } = await connected();
    expectMembers(socket, publicMembers(declarations('socket.io', 'dist/socket.d.ts'), 'Socket'));
    expectMembers(socket.client, publicMembers(declarations('socket.io', 'dist/client.d.ts'), 'Client'));
    expectMembers(socket.handshake, publicMembers(declarations('socket.io', 'dist/socket-types.d.ts'), 'Handshake'));
  });

  test('BroadcastOperator and RemoteSocket', async () => {
    const { io, socket } = await connected();
    const text = declarations('socket.io', 'dist/broadcast-operator.d.ts');
    expectMembers(io.to('room'), publicMembers(text, 'BroadcastOperator'));
    const details = { id: 'a', handshake: socket.handshake, rooms: new Set<string>(), data: {} };
    expectMembers(new ours.RemoteSocket(details, io.to('a')), publicMembers(text, 'RemoteSocket'));
  });

  test('what it exports', () => {
    expectMembers(ours, Object.keys(require('socket.io') as object));
    const types = /export \{ ([^}]+) \}/.exec(declarations('socket.io', 'dist/index.d.ts'))?.[1]?.split(', ') ?? [];
    const exported = readFileSync('src/core/server/index.ts', 'utf8');
    expect(types.filter((name) => !new RegExp(`\\b${name.trim().replace(',', '')}\\b`).test(exported))).toEqual([]);
  });

  test('what an emitter can', async () => {
    const { io, socket } = await connected();
    const methods = Object.keys(EventEmitter.prototype).filter((name) => typeof Reflect.get(EventEmitter.prototype, name) === 'function');
    for (const emitter of [io, io.sockets, socket]) expectMembers(emitter, methods);
  });

  test('its options', () => {
    expect(missingOptions('socket.io', 'dist/index.d.ts', 'ServerOptions')).toEqual([]);
  });
});

describe('engine.io', () => {
  test('Server', () => {
    expectMembers(
      new engine.Server(),
      publicMembers(declarations('engine.io', 'build/server.d.ts'), 'BaseServer').concat(
        publicMembers(declarations('engine.io', 'build/server.d.ts'), 'Server'),
      ),
    );
  });

  test('Socket', async () => {
    const { socket } = await connected();
    expectMembers(socket.conn, publicMembers(declarations('engine.io', 'build/socket.d.ts'), 'Socket'));
  });

  test('what it exports', () => {
    expectMembers(engine, Object.keys(require('engine.io') as object), {
      Transport: 'a class to extend, of which nothing is documented: ours is an interface',
      parser: 'the package engine.io-parser: whoever needs it imports it',
      transports: 'classes that nothing documented takes',
      uServer: 'binds to the uWebSockets.js runtime',
    });
  });

  test('its options', () => {
    expect(missingOptions('engine.io', 'build/server.d.ts', 'ServerOptions')).toEqual([]);
    expect(missingOptions('engine.io', 'build/server.d.ts', 'AttachOptions')).toEqual([]);
  });
});

describe('socket.io-client', () => {
  test('Manager and Socket', async () => {
    const { url } = await startServer();
    const socket = manager(url).socket('/').connect();
    await nextEvent(socket, 'connect');
    expectMembers(socket.io, publicMembers(declarations('socket.io-client', 'build/esm/manager.d.ts'), 'Manager'));
    expectMembers(socket, publicMembers(declarations('socket.io-client', 'build/esm/socket.d.ts'), 'Socket'));
  });

  test('the engine and its transport', async () => {
    const { url } = await startServer();
    const socket = manager(url).socket('/').connect();
    await nextEvent(socket, 'connect');
    const { engine } = socket.io;
    expectMembers(engine ?? {}, publicMembers(declarations('engine.io-client', 'build/esm/socket.d.ts'), 'Socket'));
    expectMembers(engine?.transport ?? {}, publicMembers(declarations('engine.io-client', 'build/esm/transport.d.ts'), 'Transport'));
  });

  test('what an emitter can', () => {
    const text = declarations('@socket.io/component-emitter', 'lib/esm/index.d.ts');
    const members = publicMembers(text, 'Emitter');
    const socket = manager('http://127.0.0.1:1').socket('/');
    for (const emitter of [socket, socket.io]) expectMembers(emitter, members.concat(['addEventListener', 'removeListener', 'removeEventListener']));
  });

  test('what it exports, by import and on its function', () => {
    expectMembers(client, Object.keys(require('socket.io-client') as object));
    expectMembers(
      client.io,
      Object.keys(require('socket.io-client') as object).filter((name) => ['io', 'connect', 'Manager', 'Socket'].includes(name)),
    );
    const types = /export \{ ([^}]+), lookup as io/.exec(declarations('socket.io-client', 'build/esm/index.d.ts'))?.[1]?.split(', ') ?? [];
    expect(types.length).toBeGreaterThan(5);
    const exported = readFileSync('src/core/client/index.ts', 'utf8');
    expect(types.filter((name) => !new RegExp(`\\b${name}\\b`).test(exported))).toEqual([]);
  });

  test('its options', () => {
    const own = ['src/core/engine/client/client-options.ts', 'src/core/client/client-options.ts'];
    expect(missingOptions('socket.io-client', 'build/esm/manager.d.ts', 'ManagerOptions', own)).toEqual([]);
    expect(missingOptions('socket.io-client', 'build/esm/socket.d.ts', 'SocketOptions', own)).toEqual([]);
    expect(missingOptions('engine.io-client', 'build/esm/socket.d.ts', 'SocketOptions', own)).toEqual([]);
  });
});

describe('socket.io-adapter', () => {
  const memory = 'dist/in-memory-adapter.d.ts';
  const cluster = 'dist/cluster-adapter.d.ts';

  test('Adapter and SessionAwareAdapter', async () => {
    const { io } = await connected();
    expectMembers(io.sockets.adapter, publicMembers(declarations('socket.io-adapter', memory), 'Adapter'));
    expectMembers(new adapters.SessionAwareAdapter(io.sockets), publicMembers(declarations('socket.io-adapter', memory), 'SessionAwareAdapter'));
  });

  test('ClusterAdapter and ClusterAdapterWithHeartbeat, with what their subclasses call', () => {
    const text = declarations('socket.io-adapter', cluster);
    const { ClusterAdapter, ClusterAdapterWithHeartbeat } = adapters;
    for (const [name, adapter] of Object.entries({ ClusterAdapter, ClusterAdapterWithHeartbeat })) {
      const body = text.slice(text.indexOf(`class ${name} `), text.indexOf('\n}', text.indexOf(`class ${name} `)));
      const inherited = [...body.matchAll(/^ {4}(?:protected )?(?:abstract )?([a-zA-Z]\w*)\(/gm)].map((match) => match[1] ?? '');
      const abstract = ['doPublish', 'doPublishResponse', 'constructor'];
      expectMembers(
        adapter.prototype,
        inherited.filter((member) => !abstract.includes(member)),
      );
    }
  });

  test('what it exports', () => {
    expectMembers(adapters, Object.keys(require('socket.io-adapter') as object));
  });
});

/** Options that the official declarations name, and ours do not. */
function missingOptions(name: string, file: string, type: string, paths = SERVER_OPTIONS): string[] {
  // Those of TLS are named by what they are picked from.
  const own = paths.map((path) => readFileSync(path, 'utf8').replace(/'(\w+)' ?[|>]/g, 'readonly $1:')).join('\n');
  return publicMembers(declarations(name, file), type).filter((option) => !new RegExp(`readonly ${option}\\??:`).test(own));
}
