import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { HttpConnection } from '../../../bench/load/http-connection.mjs';

let server: Server | undefined;

afterEach(() => {
  server?.close();
});

/** Answers each read with the next of these, in pieces of some bytes. */
async function answering(answers: readonly string[], pieceLength: number): Promise<HttpConnection> {
  let next = 0;
  server = createServer({ noDelay: true }, (socket) => {
    socket.on('data', async () => {
      const answer = Buffer.from(answers[next++] ?? '');
      for (let at = 0; at < answer.length; at += pieceLength) {
        socket.write(answer.subarray(at, at + pieceLength));
        await new Promise(setImmediate);
      }
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return new HttpConnection((server.address() as AddressInfo).port);
}

it.each([1, 10, 1000])('reads answers one after the other on one connection, in pieces of %i bytes', async (pieceLength) => {
  const connection = await answering(
    ['HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello', 'HTTP/1.1 200 OK\r\ncontent-length:2\r\nA: b\r\n\r\nok'],
    pieceLength,
  );
  expect((await connection.request('GET / HTTP/1.1\r\n\r\n')).toString()).toBe('hello');
  expect((await connection.request('GET / HTTP/1.1\r\n\r\n')).toString()).toBe('ok');
  connection.close();
});
