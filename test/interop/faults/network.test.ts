// A broken network between clients and a server of ours: streams of numbers go both ways while it breaks, and afterwards each
// mode has kept what it promises (fixtures/faults/audited-client.ts says what that is).

import { io as connect } from 'socket.io-client';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { startServer } from '../../fixtures/core-server.ts';
import { AuditedClient, brokenPromises, type ClientKind, type Desk, type Findings } from '../../fixtures/faults/audited-client.ts';
import { serveAudit } from '../../fixtures/faults/audited-server.ts';
import { FaultProxy } from '../../fixtures/faults/fault-proxy.ts';
import { FAULTS, type Lasting } from '../../fixtures/faults/faults.ts';
import { TRANSPORTS } from '../../fixtures/servers/peers.ts';

const INTERVAL_MS = 4;
/** A peer that says nothing is gone after 600 ms. */
const HEARTBEAT = { pingInterval: 300, pingTimeout: 300 };
const WINDOW = { connectionStateRecovery: { maxDisconnectionDuration: 60_000 } };
const LASTING_MS: Readonly<Record<Lasting, number>> = { instant: 0, moment: 150, silence: 1000 };
const PATIENCE_MS = 15_000;

async function audited(
  kind: ClientKind,
  transports: readonly ('polling' | 'websocket')[],
  options: object = {},
): Promise<{ readonly client: AuditedClient; readonly proxy: FaultProxy; readonly settle: () => Promise<Findings> }> {
  const { io, url } = await startServer({ ...HEARTBEAT, ...WINDOW, ...options });
  const serving = serveAudit(io, { intervalMs: INTERVAL_MS });
  const proxy = await FaultProxy.start(() => Number(new URL(url).port));
  const desk: Desk = connect(`${url}/desk`, { transports: ['websocket'], forceNew: true });
  const client = new AuditedClient(`http://127.0.0.1:${proxy.port}`, {
    kind,
    transports,
    intervalMs: INTERVAL_MS,
    retries: 1000,
    ackTimeoutMs: 1000,
  });
  onTestFinished(async () => {
    serving.close();
    client.close();
    desk.disconnect();
    await proxy.close();
  });
  await client.connect();
  client.send();
  await moreArrives(client);
  return { client, proxy, settle: () => client.settle(desk, PATIENCE_MS) };
}

/** Numbers come in again. */
async function moreArrives(client: AuditedClient, count = 25): Promise<void> {
  const before = client.received;
  await vi.waitFor(() => expect(client.received).toBeGreaterThan(before + count), { timeout: PATIENCE_MS, interval: 10 });
}

const sleep = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

describe.each<ClientKind>(['ours', 'official'])('client %s', (kind) => {
  describe.each(TRANSPORTS)('over %s', (transport, transports) => {
    test.each(FAULTS)('$name: each mode keeps its promise', async ({ outcome, lasts, apply }) => {
      const { client, proxy, settle } = await audited(kind, [...transports]);
      apply(proxy);
      await sleep(LASTING_MS[lasts]);
      proxy.heal();
      await moreArrives(client);
      await moreArrives(client);
      const findings = await settle();
      expect(brokenPromises(findings)).toEqual([]);
      expect(findings.sure.sent).toBeGreaterThan(50);
      // Inside its window a session is always recovered.
      expect(findings.down).toMatchObject({ newSessions: 1, account: { lost: 0 } });
      // Its XHR opens a connection for each request: what takes no time may fall between two.
      const mayMiss = kind === 'official' && transport === 'polling' && lasts === 'instant';
      if (outcome === 'cut' && !mayMiss) expect(findings.down.recoveries).toBeGreaterThan(0);
      if (outcome === 'whole') expect([findings.down.recoveries, findings.plain.failed]).toEqual([0, []]);
    });
  });

  test('the network breaks again and again: nothing is lost within the window', async () => {
    const { client, proxy, settle } = await audited(kind, ['polling', 'websocket']);
    for (let round = 0; round < 12; round++) {
      const fault = FAULTS[(round * 7) % FAULTS.length];
      fault?.apply(proxy);
      await sleep(LASTING_MS[fault?.lasts ?? 'instant']);
      proxy.heal();
      await moreArrives(client, 5);
    }
    const findings = await settle();
    expect(brokenPromises(findings)).toEqual([]);
    expect(findings.down).toMatchObject({ newSessions: 1, account: { lost: 0 } });
    expect(findings.down.recoveries).toBeGreaterThan(5);
  });

  test('who is away for longer than the window is told: its session is a new one', async () => {
    const { client, proxy, settle } = await audited(kind, ['websocket'], { connectionStateRecovery: { maxDisconnectionDuration: 100 } });
    proxy.goDown();
    await sleep(500);
    proxy.heal();
    await moreArrives(client);
    const findings = await settle();
    expect(brokenPromises(findings)).toEqual([]);
    expect(findings.down).toMatchObject({ recoveries: 0, newSessions: 2 });
    expect(findings.down.account.lost).toBeGreaterThan(0);
  });
});
