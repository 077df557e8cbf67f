// One script with two clients, the official one and ours: each run writes a transcript, and the two are compared. The
// server is the official one, or one that the script plays itself (`ScriptedServer`).

import type { EventEmitter } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server } from 'socket.io';
import * as official from 'socket.io-client';
import { expect, test } from 'vitest';
import * as ours from '../../src/core/client/index.ts';
import { ScriptedServer } from '../fixtures/scripted-server.ts';
import { normalised } from './two-servers.ts';

type Options = Partial<ours.ManagerOptions & ours.SocketOptions>;
type Kind = 'official' | 'ours';

const MANAGER_EVENTS = ['open', 'error', 'close', 'reconnect_attempt', 'reconnect_error', 'reconnect_failed', 'reconnect'] as const;
const SOCKET_EVENTS = ['connect', 'connect_error', 'disconnect'] as const;

/** A run of a script with one client. */
export class ClientRun {
  readonly kind: Kind;
  readonly url: string;
  readonly transcript: unknown[] = [];
  readonly #managers: ours.Manager[] = [];

  constructor(kind: Kind, url: string) {
    this.kind = kind;
    this.url = url;
  }

  log(...entry: unknown[]): void {
    this.transcript.push(entry.map(withoutDetails));
  }

  /** The script sees one API: that the official client has it is what is tested. */
  get library(): typeof ours {
    return this.kind === 'ours' ? ours : (official as unknown as typeof ours);
  }

  /** Waits to be opened, and does not reconnect, unless it is told to. */
  manager(options: Options = {}, url = this.url): ours.Manager {
    const manager = new this.library.Manager(url, { autoConnect: false, reconnection: false, ...options });
    this.#managers.push(manager);
    return manager;
  }

  /** Writes down what a manager and a socket tell of themselves. */
  logManager(manager: ours.Manager): void {
    for (const event of MANAGER_EVENTS) manager.on(event, (...args: unknown[]) => this.log('manager', event, ...args));
  }

  logSocket(socket: ours.Socket, name = 'socket'): void {
    for (const event of SOCKET_EVENTS) socket.on(event, (...args: unknown[]) => this.log(name, event, ...args));
  }

  once(emitter: unknown, event: string): Promise<readonly unknown[]> {
    return new Promise((resolve) => (emitter as EventEmitter).once(event, (...args) => resolve(args)));
  }

  close(): void {
    for (const manager of this.#managers) (manager as unknown as { _close?(): void; disconnect(): void }).disconnect();
  }
}

type ServerScript = (run: ClientRun, io: Server) => Promise<void>;
type ScriptedScript = (run: ClientRun, server: ScriptedServer) => Promise<void>;

async function withServer(kind: Kind, script: ServerScript, options: object): Promise<unknown[]> {
  const http = createServer((_request, response) => response.writeHead(404).end());
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const io = new Server(http, options);
  const run = new ClientRun(kind, `http://127.0.0.1:${(http.address() as AddressInfo).port}`);
  try {
    await script(run, io);
    // What closing adds is not the script's.
    return [...run.transcript];
  } finally {
    run.close();
    http.closeAllConnections();
    await io.close();
  }
}

async function withScripted(kind: Kind, script: ScriptedScript): Promise<unknown[]> {
  const server = await ScriptedServer.start();
  const run = new ClientRun(kind, server.url);
  try {
    await script(run, server);
    // What closing adds is not the script's.
    return [...run.transcript];
  } finally {
    run.close();
  }
}

/** The two clients do the same with an official server. */
export function same(name: string, script: ServerScript, options: object = {}): void {
  test(name, async () => {
    const expected = await withServer('official', script, options);
    expect(expected.length, 'a script that writes nothing down compares nothing').toBeGreaterThan(0);
    expect(await withServer('ours', script, options)).toEqual(expected);
  });
}

/** The two clients do the same with a server that the script plays. */
export function sameScripted(name: string, script: ScriptedScript): void {
  test(name, async () => {
    const expected = await withScripted('official', script);
    expect(expected.length, 'a script that writes nothing down compares nothing').toBeGreaterThan(0);
    expect(await withScripted('ours', script)).toEqual(expected);
  });
}

/** Ours differs on purpose. Both transcripts are given, so that either one's change is noticed. */
export function differsScripted(name: string, why: string, script: ScriptedScript, expected: { official: unknown[]; ours: unknown[] }): void {
  test(`${name}: ${why}`, async () => {
    expect({ official: await withScripted('official', script), ours: await withScripted('ours', script) }).toEqual(expected);
  });
}

/** What a transport tells of its failure differs from one to the other: its message is the same. */
function withoutDetails(value: unknown): unknown {
  if (typeof value === 'object' && value !== null && 'description' in value && !(value instanceof Error)) return { description: value.description };
  return normalised(value);
}
