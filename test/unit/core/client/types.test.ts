// A program typed with two event maps infers the same on our client as on `socket.io-client`, which is the reference here.
// `vitest` only compiles it: nothing is called.
import type { ManagerOptions as OfficialManagerOptions, Socket as OfficialSocket, SocketOptions as OfficialSocketOptions } from 'socket.io-client';
import { expectTypeOf, test } from 'vitest';
import type { ManagerOptions, Socket, SocketOptions } from '../../../../src/core/client/index.ts';

interface ServerToClient {
  news: (item: { readonly id: number }) => void;
  confirm: (id: number, answer: (ok: boolean) => void) => void;
}
interface ClientToServer {
  hello: (name: string, count: number) => void;
  nothing: () => void;
  ask: (question: string, answer: (text: string) => void) => void;
  two: (answer: (text: string, sure: boolean) => void) => void;
}

type Ours = Socket<ServerToClient, ClientToServer>;
type Official = OfficialSocket<ServerToClient, ClientToServer>;

function ours(socket: Ours): void {
  socket.on('news', (item) => expectTypeOf(item.id).toEqualTypeOf<number>());
  socket.on('confirm', (_id, answer) => expectTypeOf(answer).toEqualTypeOf<(ok: boolean) => void>());
  socket.on('connect', () => {});
  socket.on('connect_error', (error) => expectTypeOf(error.message).toEqualTypeOf<string>());
  socket.on('disconnect', (reason) => expectTypeOf(reason).toExtend<string>());
  socket.emit('hello', 'a', 1).emit('nothing');
  socket.emit('ask', 'why', (text) => expectTypeOf(text).toEqualTypeOf<string>());
  socket.timeout(1).emit('two', (error, text, sure) => {
    expectTypeOf(error).toEqualTypeOf<Error>();
    expectTypeOf([text, sure] as const).toEqualTypeOf<readonly [string, boolean]>();
  });
  expectTypeOf(socket.emitWithAck('ask', 'why')).resolves.toEqualTypeOf<string>();
  socket.volatile.compress(false).emit('nothing');
  socket.io.on('reconnect_attempt', (attempt) => expectTypeOf(attempt).toEqualTypeOf<number>());
  expectTypeOf(socket.id).toEqualTypeOf<string | undefined>();
  // @ts-expect-error not an event of servers
  socket.on('hello', () => {});
  // @ts-expect-error not an event of clients
  socket.emit('news', { id: 1 });
  // @ts-expect-error the count is a number
  socket.emit('hello', 'a', 'b');
  // @ts-expect-error an argument is missing
  socket.emit('ask');
}

function official(socket: Official): void {
  socket.on('news', (item) => expectTypeOf(item.id).toEqualTypeOf<number>());
  socket.on('confirm', (_id, answer) => expectTypeOf(answer).toEqualTypeOf<(ok: boolean) => void>());
  socket.on('connect', () => {});
  socket.on('connect_error', (error) => expectTypeOf(error.message).toEqualTypeOf<string>());
  socket.on('disconnect', (reason) => expectTypeOf(reason).toExtend<string>());
  socket.emit('hello', 'a', 1).emit('nothing');
  socket.emit('ask', 'why', (text) => expectTypeOf(text).toEqualTypeOf<string>());
  socket.timeout(1).emit('two', (error, text, sure) => {
    expectTypeOf(error).toEqualTypeOf<Error>();
    expectTypeOf([text, sure] as const).toEqualTypeOf<readonly [string, boolean]>();
  });
  expectTypeOf(socket.emitWithAck('ask', 'why')).resolves.toEqualTypeOf<string>();
  socket.volatile.compress(false).emit('nothing');
  socket.io.on('reconnect_attempt', (attempt) => expectTypeOf(attempt).toEqualTypeOf<number>());
  expectTypeOf(socket.id).toEqualTypeOf<string | undefined>();
  // @ts-expect-error not an event of servers
  socket.on('hello', () => {});
  // @ts-expect-error not an event of clients
  socket.emit('news', { id: 1 });
  // @ts-expect-error the count is a number
  socket.emit('hello', 'a', 'b');
  // @ts-expect-error an argument is missing
  socket.emit('ask');
}

test('the two compile alike', () => {
  expectTypeOf(ours).toBeFunction();
  expectTypeOf(official).toBeFunction();
  // With a timeout the promise is that of the answer; the official types take it for the error.
  expectTypeOf<ReturnType<Ours['timeout']>>().toHaveProperty('emitWithAck');
});

test('options of a program that was written for the official client are taken', () => {
  type Shared = Omit<
    OfficialManagerOptions & OfficialSocketOptions,
    'transports' | 'transportImplementations' | 'agent' | 'transportOptions' | 'timeout'
  >;
  expectTypeOf<Partial<Shared>>().toExtend<Partial<ManagerOptions & SocketOptions>>();
});
