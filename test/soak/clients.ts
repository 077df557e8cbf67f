// The clients of the soak, in a process of their own: lives of clients of ours and official ones, over networks that break. Each
// connects, sends and receives streams of numbers, joins rooms, has bytes echoed, is cut off and comes back, and at its end what
// became of every number is compared with what was promised. Over the IPC of `fork`:
//
//   { port, lives, seed }   starts       answers {}
//   'sample'                answers a ProcessSample with what the lives so far came to
//   'stop'                  ends them    answers the same, when the last has ended

import { setTimeout as sleep } from 'node:timers/promises';
import { io as connect } from 'socket.io-client';
import { AuditedClient, brokenPromises, type Desk } from '../fixtures/faults/audited-client.ts';
import { FaultProxy } from '../fixtures/faults/fault-proxy.ts';
import { FAULTS, type Lasting } from '../fixtures/faults/faults.ts';
import { Random } from '../fuzz/random.ts';
import { collectFaults, sampleProcess } from './process-sample.ts';

const NETWORKS = 4;
const LASTING_MS: Readonly<Record<Lasting, number>> = { instant: 0, moment: 300, silence: 3000 };
const TRANSPORTS = [['websocket'], ['polling'], ['polling', 'websocket']] as const;
const PATIENCE_MS = 60_000;
const MAX_BYTES = 64 * 1024;

const totals = { lives: 0, numbers: 0, bytes: 0, faults: 0, recoveries: 0, newSessions: 0, lostAndTold: 0, failedAndTold: 0, sentAgain: 0 };
const broken: string[] = [];
const proxies: FaultProxy[] = [];
let isOn = true;
let desk: Desk;
let all: Promise<unknown>;

collectFaults();
process.on('disconnect', () => process.exit());
process.on('message', (message) => void onMessage(message));

async function onMessage(message: unknown): Promise<void> {
  if (message === 'stop') {
    isOn = false;
    await all;
    desk.disconnect();
    for (const proxy of proxies) await proxy.close();
  } else if (message !== 'sample') {
    await start(message as { port: number; lives: number; seed: number });
    process.send?.({});
    return;
  }
  process.send?.({ ...sampleProcess(), totals, broken });
}

async function start({ port, lives, seed }: { port: number; lives: number; seed: number }): Promise<void> {
  desk = connect(`http://127.0.0.1:${port}/desk`, { transports: ['websocket'], forceNew: true });
  await new Promise((resolve) => desk.once('connect', () => resolve(undefined)));
  const running: Promise<void>[] = [];
  for (let index = 0; index < NETWORKS; index++) {
    const proxy = await FaultProxy.start(() => port);
    proxies.push(proxy);
    running.push(breaking(proxy, seed + index));
  }
  for (let index = 0; index < lives; index++) running.push(living(index, seed));
  all = Promise.all(running);
}

/** The network of one proxy: it is well for some seconds, then it is not. */
async function breaking(proxy: FaultProxy, seed: number): Promise<void> {
  const random = new Random(seed);
  while (isOn) {
    await sleep(2000 + random.below(10_000));
    const fault = random.pick(FAULTS);
    if (fault === undefined) continue;
    fault.apply(proxy);
    totals.faults++;
    await sleep(LASTING_MS[fault.lasts]);
    proxy.heal();
  }
}

/** One life after the other. */
async function living(index: number, seed: number): Promise<void> {
  const random = new Random(seed * 1000 + index);
  while (isOn) await live(random).catch((error: unknown) => void broken.push(`a life ended early: ${String(error)}`));
}

async function live(random: Random): Promise<void> {
  const client = new AuditedClient(`http://127.0.0.1:${random.pick(proxies)?.port}`, {
    kind: random.once(3) ? 'official' : 'ours',
    transports: random.pick(TRANSPORTS) ?? ['websocket'],
    intervalMs: 40,
    retries: 1000,
    ackTimeoutMs: 3000,
  });
  try {
    await audit(client, random);
  } finally {
    client.close();
  }
}

async function audit(client: AuditedClient, random: Random): Promise<void> {
  await client.connect();
  client.send();
  for (let acts = random.below(30); acts > 0 && isOn; acts--) {
    await sleep(100 + random.below(900));
    if (random.once(4)) await echo(client, random);
    else client.up.emit('join', `room ${random.below(50)}`, () => {});
    // It goes and comes back by itself, as an application would.
    if (random.once(20)) client.up.disconnect().connect();
  }
  const findings = await client.settle(desk, PATIENCE_MS);
  broken.push(...brokenPromises(findings));
  const { sure, plain, down } = findings;
  totals.lives++;
  totals.numbers += sure.sent + plain.sent + down.sent;
  totals.recoveries += down.recoveries;
  totals.newSessions += down.newSessions;
  totals.lostAndTold += down.account.lost;
  totals.failedAndTold += plain.failed.length;
  totals.sentAgain += sure.account.duplicates;
}

/** Bytes come back as they went; they need not come back over a network that breaks. */
async function echo(client: AuditedClient, random: Random): Promise<void> {
  const bytes = Buffer.alloc(1 + random.below(MAX_BYTES), random.below(256));
  try {
    const answer = (await client.up.timeout(5000).emitWithAck('bytes', bytes)) as Uint8Array;
    totals.bytes += bytes.length;
    if (!bytes.equals(answer)) broken.push(`${bytes.length} bytes came back as ${answer.length} others`);
  } catch {
    totals.failedAndTold++;
  }
}
