import { once } from 'node:events';
import { createServer, IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { isRestorable, KeptRequest } from '../../../../../src/core/engine/admission/kept-request.ts';

const HEADERS = ['Host: patchbay.example', 'Cookie: a=1', 'Cookie: b=2', 'X-Twice: 1', 'X-Twice: 2', 'Authorization: one', 'Authorization: two'];

test('what is made again of a request is what Node made of it', async () => {
  const { req, socket } = await receive('GET /socket.io/?EIO=4&name=%C3%A9 HTTP/1.1');
  expect(isRestorable(req)).toBe(true);
  const restored = new KeptRequest(req, false).restored();
  for (const look of [of, ofDetails]) expect(look(restored)).toEqual(look(req));
  expect(restored.socket).toBe(req.socket);
  expect(restored.headers.cookie).toBe('a=1; b=2');
  expect(restored).toBeInstanceOf(IncomingMessage);
  // Nobody waits for a body of it.
  await once(restored.resume(), 'end');
  socket.destroy();
});

test('a request of another class, another method or another protocol is kept as it is', async () => {
  class Own extends IncomingMessage {}
  const { req, socket } = await receive('GET / HTTP/1.1', { IncomingMessage: Own });
  expect(isRestorable(req)).toBe(false);
  const { req: post, socket: other } = await receive('POST / HTTP/1.1');
  expect(isRestorable(post)).toBe(false);
  const { req: joined, socket: third } = await receive('GET / HTTP/1.1', { joinDuplicateHeaders: true });
  expect(isRestorable(joined)).toBe(false);
  for (const each of [socket, other, third]) each.destroy();
});

function of({ headers, headersDistinct, rawHeaders, url, method }: IncomingMessage): object {
  return { headers, headersDistinct, rawHeaders, url, method };
}

function ofDetails({ httpVersion, httpVersionMajor, httpVersionMinor, complete, trailers }: IncomingMessage): object {
  return { httpVersion, httpVersionMajor, httpVersionMinor, complete, trailers };
}

async function receive(line: string, options: Parameters<typeof createServer>[0] = {}) {
  const server = createServer(options);
  onTestFinished(() => {
    server.close();
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const requested = once(server, 'request');
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  socket.write(`${[line, ...HEADERS].join('\r\n')}\r\n\r\n`);
  const [req] = (await requested) as [IncomingMessage];
  // Node tells that it is complete once it was read.
  await once(req.resume(), 'end');
  return { req, socket };
}
