// A program typed with the four event maps infers the same on ours as on `socket.io`, which is the reference here.
// `vitest` only compiles it: nothing is called.
import type { ExtendedError as OfficialExtendedError, Server as OfficialServer, Socket as OfficialSocket } from 'socket.io';
import { expectTypeOf, test } from 'vitest';
import type { ExtendedError, Server, Socket } from '../../../../src/core/server/index.ts';

interface ClientToServer {
  hello: (name: string, count: number) => void;
  ask: (question: string, answer: (text: string, sure: boolean) => void) => void;
}
interface ServerToClient {
  news: (item: { readonly id: number }) => void;
  nothing: () => void;
  confirm: (id: number, answer: (ok: boolean) => void) => void;
}
interface BetweenServers {
  ping: (from: string) => void;
  load: (of: string, answer: (percent: number) => void) => void;
}
interface Data {
  user: string;
}

type Ours = Server<ClientToServer, ServerToClient, BetweenServers, Data>;
type Official = OfficialServer<ClientToServer, ServerToClient, BetweenServers, Data>;
type OurSocket = Socket<ClientToServer, ServerToClient, BetweenServers, Data>;
type TheirSocket = OfficialSocket<ClientToServer, ServerToClient, BetweenServers, Data>;

/** The same program for both; its errors are those that the compiler is told to expect. */
function program(io: Ours | Official): void {
  if ('tap' in io) ours(io);
  else official(io);
}

function ours(io: Ours): void {
  io.on('connection', (socket) => {
    expectTypeOf(socket).toEqualTypeOf<OurSocket>();
    expectTypeOf(socket.data).toEqualTypeOf<Data>();
    socket.on('hello', (name, count) => expectTypeOf([name, count] as const).toEqualTypeOf<readonly [string, number]>());
    socket.on('ask', (_question, answer) => expectTypeOf(answer).toEqualTypeOf<(text: string, sure: boolean) => void>());
    socket.on('disconnect', (reason) => expectTypeOf(reason).toExtend<string>());
    socket.emit('news', { id: 1 });
    socket.emit('nothing');
    socket.emit('confirm', 1, (ok) => expectTypeOf(ok).toEqualTypeOf<boolean>());
    socket.timeout(1).emit('confirm', 1, (error, ok) => {
      expectTypeOf(error).toEqualTypeOf<Error>();
      expectTypeOf(ok).toEqualTypeOf<boolean>();
    });
    expectTypeOf(socket.emitWithAck('confirm', 1)).resolves.toEqualTypeOf<boolean>();
    expectTypeOf(socket.timeout(1).emitWithAck('confirm', 1)).resolves.toEqualTypeOf<boolean>();
    socket.broadcast.emit('news', { id: 1 });
    socket.to('room').except('other').volatile.emit('nothing');
    socket.broadcast.timeout(1).emit('confirm', 1, (error, all) => {
      expectTypeOf(error).toEqualTypeOf<Error>();
      expectTypeOf(all).toEqualTypeOf<boolean[]>();
    });
    // @ts-expect-error not an event of clients
    socket.on('news', () => {});
    // @ts-expect-error not an event of servers
    socket.emit('hello', 'a', 1);
    // @ts-expect-error the id is a number
    socket.emit('news', { id: 'a' });
    // @ts-expect-error an argument is missing
    socket.emit('news');
  });
  io.emit('news', { id: 1 });
  io.to('room').emit('nothing');
  io.of('/n').emit('news', { id: 1 });
  expectTypeOf(io.timeout(1).emitWithAck('confirm', 1)).resolves.toEqualTypeOf<boolean[]>();
  io.use((socket, next) => {
    expectTypeOf(socket.data.user).toEqualTypeOf<string>();
    next(new Error('no'));
  });
  // @ts-expect-error not an event of servers
  io.emit('hello', 'a', 1);
  io.serverSideEmit('ping', 'me');
  io.of('/n').serverSideEmit('load', 'cpu', (error, all) => {
    expectTypeOf(error).toEqualTypeOf<Error>();
    expectTypeOf(all).toEqualTypeOf<number[]>();
  });
  expectTypeOf(io.serverSideEmitWithAck('load', 'cpu')).resolves.toEqualTypeOf<number[]>();
  io.on('load', (_of, answer) => answer(50));
  // @ts-expect-error not an event between servers
  io.serverSideEmit('news');
  const refusal: ExtendedError = new Error('no');
  refusal.data = { code: 1 };
  io.use((_socket, next) => next(refusal));
  void io.fetchSockets().then(([socket]) => expectTypeOf(socket?.data).toEqualTypeOf<Data | undefined>());
}

function official(io: Official): void {
  io.on('connection', (socket) => {
    expectTypeOf(socket).toEqualTypeOf<TheirSocket>();
    expectTypeOf(socket.data).toEqualTypeOf<Data>();
    socket.on('hello', (name, count) => expectTypeOf([name, count] as const).toEqualTypeOf<readonly [string, number]>());
    socket.on('ask', (_question, answer) => expectTypeOf(answer).toEqualTypeOf<(text: string, sure: boolean) => void>());
    socket.on('disconnect', (reason) => expectTypeOf(reason).toExtend<string>());
    socket.emit('news', { id: 1 });
    socket.emit('nothing');
    socket.emit('confirm', 1, (ok) => expectTypeOf(ok).toEqualTypeOf<boolean>());
    socket.timeout(1).emit('confirm', 1, (error, ok) => {
      expectTypeOf(error).toEqualTypeOf<Error>();
      expectTypeOf(ok).toEqualTypeOf<boolean>();
    });
    expectTypeOf(socket.emitWithAck('confirm', 1)).resolves.toEqualTypeOf<boolean>();
    expectTypeOf(socket.timeout(1).emitWithAck('confirm', 1)).resolves.toEqualTypeOf<boolean>();
    socket.broadcast.emit('news', { id: 1 });
    socket.to('room').except('other').volatile.emit('nothing');
    socket.broadcast.timeout(1).emit('confirm', 1, (error, all) => {
      expectTypeOf(error).toEqualTypeOf<Error>();
      expectTypeOf(all).toEqualTypeOf<boolean[]>();
    });
    // @ts-expect-error not an event of clients
    socket.on('news', () => {});
    // @ts-expect-error not an event of servers
    socket.emit('hello', 'a', 1);
    // @ts-expect-error the id is a number
    socket.emit('news', { id: 'a' });
    // @ts-expect-error an argument is missing
    socket.emit('news');
  });
  io.emit('news', { id: 1 });
  io.to('room').emit('nothing');
  io.of('/n').emit('news', { id: 1 });
  expectTypeOf(io.timeout(1).emitWithAck('confirm', 1)).resolves.toEqualTypeOf<boolean[]>();
  io.use((socket, next) => {
    expectTypeOf(socket.data.user).toEqualTypeOf<string>();
    next(new Error('no'));
  });
  // @ts-expect-error not an event of servers
  io.emit('hello', 'a', 1);
  io.serverSideEmit('ping', 'me');
  io.of('/n').serverSideEmit('load', 'cpu', (error, all) => {
    expectTypeOf(error).toEqualTypeOf<Error>();
    expectTypeOf(all).toEqualTypeOf<number[]>();
  });
  expectTypeOf(io.serverSideEmitWithAck('load', 'cpu')).resolves.toEqualTypeOf<number[]>();
  io.on('load', (_of, answer) => answer(50));
  // @ts-expect-error not an event between servers
  io.serverSideEmit('news');
  const refusal: OfficialExtendedError = new Error('no');
  refusal.data = { code: 1 };
  io.use((_socket, next) => next(refusal));
  void io.fetchSockets().then(([socket]) => expectTypeOf(socket?.data).toEqualTypeOf<Data | undefined>());
}

test('the two compile alike', () => {
  expectTypeOf(program).toBeFunction();
});
