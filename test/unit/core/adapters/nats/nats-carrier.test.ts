import { expect, test, vi } from 'vitest';
import { NatsCarrier, type NatsConnection } from '../../../../../src/core/adapters/nats/nats-carrier.ts';

type Callback = (error: Error | null, message: { readonly data: Uint8Array }) => void;

/** Writes down what is asked of it. */
class ConnectionStandIn implements NatsConnection {
  readonly published: string[] = [];
  readonly callbacks = new Map<string, Callback>();
  end: (error: Error) => void = () => {};
  readonly #closed = new Promise<Error>((resolve) => {
    this.end = resolve;
  });

  publish(subject: string): void {
    this.published.push(subject);
  }

  subscribe(subject: string, { callback }: { callback: Callback }) {
    this.callbacks.set(subject, callback);
    return { unsubscribe: () => void this.callbacks.delete(subject) };
  }

  async flush(): Promise<void> {}

  closed(): Promise<Error> {
    return this.#closed;
  }
}

test.each([
  [{ nsp: '/', server: null }, 'pre.%2F.all'],
  [{ nsp: '/', server: 'a1' }, 'pre.%2F.to.a1'],
  [{ nsp: '/a.b *>', server: null }, 'pre.%2Fa%2Eb%20%2A%3E.all'],
  [{ nsp: '/ü', server: null }, 'pre.%2F%C3%BC.all'],
])('%j has the subject %s', async (address, subject) => {
  const connection = new ConnectionStandIn();
  const carrier = new NatsCarrier(connection, 'pre');
  await carrier.send(address, Buffer.alloc(0));
  await carrier.receive([address], { onBytes: vi.fn(), onError: vi.fn() });
  expect([connection.published, [...connection.callbacks.keys()]]).toEqual([[subject], [subject]]);
});

test('tells what comes, what fails, and that the connection is gone for good', async () => {
  const connection = new ConnectionStandIn();
  const [onBytes, onError] = [vi.fn(), vi.fn()];
  await new NatsCarrier(connection, 'pre').receive([{ nsp: '/', server: null }], { onBytes, onError });
  const [callback] = connection.callbacks.values();
  callback?.(null, { data: Buffer.from('some') });
  callback?.(new Error('denied'), { data: Buffer.alloc(0) });
  connection.end(new Error('gone'));
  await new Promise((resolve) => setImmediate(resolve));
  expect(onBytes.mock.calls).toEqual([[Buffer.from('some')]]);
  expect(onError.mock.calls).toEqual([[new Error('denied')], [expect.objectContaining({ code: 'CLUSTER_UNREACHABLE', cause: new Error('gone') })]]);
});

test('stopped, it hears nothing more, not even of the end', async () => {
  const connection = new ConnectionStandIn();
  const onError = vi.fn();
  const stop = await new NatsCarrier(connection, 'pre').receive([{ nsp: '/', server: null }], { onBytes: vi.fn(), onError });
  await stop();
  connection.end(new Error('gone'));
  await new Promise((resolve) => setImmediate(resolve));
  expect([connection.callbacks.size, onError.mock.calls]).toEqual([0, []]);
});
