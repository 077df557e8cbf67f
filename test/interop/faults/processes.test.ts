// Processes that are stopped (SIGSTOP) and killed (SIGKILL), servers and clients, while streams of numbers go both ways.

import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { io as connect } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { bundle, forked } from '../../fixtures/cluster/child.ts';
import { startServer } from '../../fixtures/core-server.ts';
import { AuditedClient, brokenPromises, type ClientKind, type Findings } from '../../fixtures/faults/audited-client.ts';
import { serveAudit } from '../../fixtures/faults/audited-server.ts';
import { FaultProxy } from '../../fixtures/faults/fault-proxy.ts';
import { Ledger } from '../../fixtures/faults/ledger.ts';

const PATIENCE_MS = 15_000;
/** Longer than the servers here wait for a pong. */
const SILENCE_MS = 1500;

let serverBundle: Awaited<ReturnType<typeof bundle>>;
let clientBundle: Awaited<ReturnType<typeof bundle>>;

beforeAll(async () => {
  serverBundle = await bundle('../faults/server-process');
  clientBundle = await bundle('../faults/client-process');
}, 60_000);

afterAll(() => {
  serverBundle.remove();
  clientBundle.remove();
});

interface ServerProcess {
  readonly child: ChildProcess;
  readonly port: number;
}

async function startProcess(log: string, port = 0, firstNumber = 0): Promise<ServerProcess> {
  const { child, answer } = await forked<{ port: number }>(serverBundle.path, { port, log, firstNumber });
  onTestFinished(() => void child.kill('SIGKILL'));
  return { child, port: answer.port };
}

function logFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'patchbay-faults-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, 'numbers.log');
}

async function startClient(kind: ClientKind, port: number): Promise<AuditedClient> {
  const options = { kind, transports: ['websocket'], intervalMs: 4, retries: 1000, ackTimeoutMs: 1000 } as const;
  const client = await new AuditedClient(`http://127.0.0.1:${port}`, options).connect();
  onTestFinished(() => client.close());
  client.send();
  await moreArrives(client);
  return client;
}

async function moreArrives(client: AuditedClient): Promise<void> {
  const before = client.received;
  await vi.waitFor(() => expect(client.received).toBeGreaterThan(before + 25), { timeout: PATIENCE_MS, interval: 10 });
}

async function settled(client: AuditedClient, port: number): Promise<Findings> {
  const desk = connect(`http://127.0.0.1:${port}/desk`, { transports: ['websocket'], forceNew: true });
  onTestFinished(() => void desk.disconnect());
  return client.settle(desk, PATIENCE_MS);
}

/** What a server that was killed has written down before it acknowledged. */
function written(log: string, stream: string): Ledger {
  const ledger = new Ledger();
  for (const line of readFileSync(log, 'utf8').split('\n')) if (line.startsWith(`${stream} `)) ledger.arrived(Number(line.slice(stream.length + 1)));
  return ledger;
}

const sleep = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

describe.each<ClientKind>(['ours', 'official'])('with client %s', (kind) => {
  test('a server that is killed three times and started again has all that is sent with retries, in order, and lets no client believe that nothing was lost', async () => {
    const log = logFile();
    let server = await startProcess(log);
    const { port } = server;
    const client = await startClient(kind, port);
    for (let kill = 1; kill <= 3; kill++) {
      const exited = once(server.child, 'exit');
      server.child.kill('SIGKILL');
      await exited;
      server = await startProcess(log, port, kill * 1_000_000);
      await moreArrives(client);
    }
    const { sure, plain, down } = await settled(client, port);
    expect(written(log, `sure ${client.id}`).account).toMatchObject({ next: sure.sent, missed: [], late: 0 });
    const account = written(log, `plain ${client.id}`).account;
    expect(account).toMatchObject({ late: 0, duplicates: 0 });
    expect(plain.acknowledged.length + plain.failed.length).toBe(plain.sent);
    expect(plain.acknowledged.filter((number) => account.missed.includes(number) || number >= account.next)).toEqual([]);
    expect(down).toMatchObject({ newSessions: 4, recoveries: 0, account: { missed: [], late: 0, duplicates: 0 } });
  }, 60_000);

  test('a server that is stopped for longer than a heartbeat may take, and goes on, has lost nothing', async () => {
    const server = await startProcess(logFile());
    const client = await startClient(kind, server.port);
    server.child.kill('SIGSTOP');
    await sleep(SILENCE_MS);
    server.child.kill('SIGCONT');
    await moreArrives(client);
    const findings = await settled(client, server.port);
    expect(brokenPromises(findings)).toEqual([]);
    expect(findings.down).toMatchObject({ newSessions: 1, account: { lost: 0 } });
    expect(findings.down.recoveries).toBeGreaterThan(0);
  }, 60_000);
});

test('a client that is stopped for longer than a heartbeat may take, and goes on, has missed nothing', async () => {
  const server = await startProcess(logFile());
  const { child } = await forked<object>(clientBundle.path, { port: server.port });
  onTestFinished(() => void child.kill('SIGKILL'));
  await sleep(200);
  child.kill('SIGSTOP');
  await sleep(SILENCE_MS);
  child.kill('SIGCONT');
  await sleep(500);
  const answered = once(child, 'message');
  child.send('settle');
  const [findings] = (await answered) as [Findings];
  expect(brokenPromises(findings)).toEqual([]);
  expect(findings.down).toMatchObject({ newSessions: 1, account: { lost: 0 } });
  expect(findings.down.recoveries).toBeGreaterThan(0);
}, 60_000);

test('of clients that are gone without a word nothing is left after a heartbeat', async () => {
  const { io, url } = await startServer({ pingInterval: 200, pingTimeout: 200 });
  const audit = serveAudit(io, { intervalMs: 1000 });
  const proxy = await FaultProxy.start(() => Number(new URL(url).port));
  onTestFinished(async () => {
    audit.close();
    await proxy.close();
  });
  const reasons: string[] = [];
  io.of('/up').on('connection', (socket) => socket.on('disconnect', (reason) => reasons.push(reason)));
  const options = { kind: 'ours', transports: ['websocket'], intervalMs: 1000, retries: 1, ackTimeoutMs: 1000 } as const;
  const client = await new AuditedClient(`http://127.0.0.1:${proxy.port}`, options).connect();
  await client.up.emitWithAck('join', 'a room');
  // A cable that is pulled: not even that it leaves is heard.
  proxy.set('both', { isHeld: true });
  client.close();
  await vi.waitFor(() => expect(io.engine.clientsCount).toBe(0), { timeout: PATIENCE_MS, interval: 20 });
  expect(reasons).toEqual(['ping timeout', 'ping timeout']);
  expect(io.of('/up').adapter.rooms.size).toBe(0);
});
