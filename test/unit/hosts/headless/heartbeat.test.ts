import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, it, onTestFinished, vi } from 'vitest';
import { WebSocket } from 'ws';
import { CHANNEL_PROTOCOL } from '../../../../src/contract/frame.ts';
import { SessionGate } from '../../../../src/main/headless/session-gate.ts';
import { openUiServer } from '../../../../src/main/headless/ui-server.ts';

/** A host whose heart beats fast, and how a page gets in. */
async function beating() {
  const gate = new SessionGate(Date.now);
  const pages: WebSocket[] = [];
  const server = await openUiServer({ port: 0, rendererRoot: '.', gate, heartbeatMs: 40, onPage: (page) => pages.push(page) });
  onTestFinished(() => server.close());
  const admission = gate.exchange(gate.token, server.port);
  if (admission.outcome !== 'admitted') throw new Error(admission.outcome);
  const cookie = admission.cookie.split(';')[0] ?? '';
  const origin = `http://127.0.0.1:${server.port}`;
  return { server, pages, cookie, origin, key: admission.key };
}

it('a page that answers stays, and is told each time that the host is there', async () => {
  const { server, pages, cookie, origin, key } = await beating();
  const page = new WebSocket(`ws://127.0.0.1:${server.port}/channel`, [CHANNEL_PROTOCOL, key], { headers: { cookie, origin } });
  for (let beat = 0; beat < 5; beat++) {
    const [data] = (await once(page, 'message')) as [Buffer];
    expect(data.toString()).toBe('');
  }
  expect(pages[0]?.readyState).toBe(WebSocket.OPEN);
});

it('a page that is gone without a word is let go of', async () => {
  const { server, pages, cookie, origin, key } = await beating();
  const silent = connect(server.port, '127.0.0.1');
  onTestFinished(() => void silent.destroy());
  const headers = [`Host: 127.0.0.1:${server.port}`, 'Upgrade: websocket', 'Connection: Upgrade', `Origin: ${origin}`, `Cookie: ${cookie}`];
  headers.push('Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==', 'Sec-WebSocket-Version: 13', `Sec-WebSocket-Protocol: ${CHANNEL_PROTOCOL}, ${key}`);
  silent.write(`GET /channel HTTP/1.1\r\n${headers.join('\r\n')}\r\n\r\n`);
  // It reads, as a network would for it, and answers no ping.
  silent.resume();
  await once(silent, 'close');
  await vi.waitFor(() => expect(pages[0]?.readyState).toBe(WebSocket.CLOSED));
});
