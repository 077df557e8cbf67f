// `autoUnref`: a connection does not keep a program.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { bundle } from '../../fixtures/cluster/child.ts';
import { type LocalPeer, startLocal, TRANSPORTS } from '../../fixtures/servers/peers.ts';

let bundled: Awaited<ReturnType<typeof bundle>>;
let peer: LocalPeer;
beforeAll(async () => {
  bundled = await bundle('../../../src/core/client/index');
  peer = await startLocal('4.8.4');
});
afterAll(() => {
  bundled.remove();
  peer.close();
});

test.each(TRANSPORTS)('over %s a program ends while it is connected', async (transport, transports) => {
  const child = spawn(process.execPath, ['test/fixtures/client-auto-unref.mjs', bundled.path, peer.url, transports.join(',')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let printed = '';
  child.stdout.on('data', (data: Buffer) => (printed += data.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  expect([printed.trim(), code]).toEqual([transport === 'polling' ? 'polling' : 'websocket', 0]);
});
