// Debian's python3-socketio against our server, over each transport, with threads and with asyncio. Skipped where there is
// none; `npm test` says so.
import { execFile } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { findPython } from '../../scripts/peers.mjs';
import type { Socket } from '../../src/core/server/index.ts';
import { type RunningServer, startServer } from '../fixtures/core-server.ts';

const python = findPython();

describe.skipIf(python === null)('python3-socketio', () => {
  const TRANSPORTS = [
    ['polling', 'polling'],
    ['websocket', 'websocket'],
    ['upgrade', 'polling,websocket'],
  ] as const;

  describe.each(['threads', 'asyncio'])('with %s', (kind) => {
    test.each(TRANSPORTS)('over %s', { timeout: 20_000 }, async (name, transports) => {
      // Python's JSON writes what is not ASCII as six characters.
      const server = await startServer({ maxHttpBufferSize: 2e6 });
      const reasons: string[] = [];
      server.io.on('connection', (socket) => {
        socket.on('echo', (...args) => args.pop()(...args));
        socket.on('room', async (room: string, answer: (rooms: number) => void) => {
          await socket.join(room);
          server.io.to(room).emit('hello', Buffer.from([1, 2]));
          answer(socket.rooms.size);
        });
        socket.on('sum me', (a: number, b: number, answer: (value: unknown) => void) => {
          socket.emit('sum', a, b, (sum: number, bytes: Buffer) => answer([sum, [...bytes]]));
        });
        socket.on('cut me', (answer: () => void) => {
          answer();
          if (name === 'polling') setImmediate(cutPoll, server, socket);
          else socket.conn.close();
        });
        socket.on('disconnect', (reason) => reasons.push(reason));
      });
      server.io.of('/a').on('connection', (socket) => socket.on('where', (answer) => answer(socket.nsp.name)));
      server.io.of('/closed').use((_socket, next) => next(Object.assign(new Error('not authorized'), { data: { code: 7 } })));

      const seen = await observed(server.url, transports, kind);
      expect(seen).toEqual({
        transport: name === 'polling' ? 'polling' : 'websocket',
        echo: true,
        binary: true,
        'text 900 kB': true,
        'bytes 600 kB': true,
        namespace: '/a',
        room: 2,
        hello: '0102',
        sum: [5, [2, 3]],
        reconnects: true,
        'echo again': 'again',
        refused: { message: 'not authorized', data: { code: 7 } },
      });
      expect(reasons[0]).toBe(name === 'polling' ? 'transport error' : 'forced close');
    });
  });
});

/** Cuts the connection of the GET that waits. A session that is closed with a packet this client would not open again over polling. */
function cutPoll(server: RunningServer, socket: Socket): void {
  if (socket.conn.transport.writable) server.httpServer.closeAllConnections();
  else setImmediate(cutPoll, server, socket);
}

function observed(url: string, transports: string, kind: string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    execFile(python ?? '', ['test/fixtures/python-client.py', url, transports, kind], { timeout: 15_000 }, (error, stdout, stderr) => {
      if (error === null) resolve(JSON.parse(stdout));
      else reject(new Error(stderr));
    });
  });
}
