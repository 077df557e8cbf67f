// Servers over a carrier within this process. What one of them does with what it gets is seen by what it encodes: a parser counts.

import { Decoder, Encoder } from 'socket.io-parser';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { Address, Carrier, Receiver } from '../../../../../src/core/adapters/carrier/carrier.ts';
import { CarrierAdapter } from '../../../../../src/core/adapters/carrier/carrier-adapter.ts';
import * as codec from '../../../../../src/core/adapters/carrier/codec.ts';
import { Emitter } from '../../../../../src/core/adapters/carrier/emitter.ts';
import { startServer } from '../../../../fixtures/core-server.ts';
import { joinedClient } from '../../../../fixtures/raw-client.ts';

class LocalCarrier implements Carrier {
  readonly #receivers = new Map<string, Set<Receiver>>();

  async send(address: Address, bytes: Buffer): Promise<void> {
    for (const receiver of this.#receivers.get(keyOf(address)) ?? []) receiver.onBytes(bytes);
  }

  async flush(): Promise<void> {}

  async receive(addresses: readonly Address[], receiver: Receiver): Promise<() => Promise<void>> {
    for (const address of addresses) {
      const key = keyOf(address);
      this.#receivers.set(key, (this.#receivers.get(key) ?? new Set()).add(receiver));
    }
    return async () => {
      for (const address of addresses) this.#receivers.get(keyOf(address))?.delete(receiver);
    };
  }
}

function keyOf({ nsp, server }: Address): string {
  return JSON.stringify([nsp, server]);
}

async function pair() {
  const carrier = new LocalCarrier();
  let encoded = 0;
  class CountingEncoder extends Encoder {
    override encode(packet: Parameters<Encoder['encode']>[0]): ReturnType<Encoder['encode']> {
      encoded++;
      return super.encode(packet);
    }
  }
  const adapter = (nsp: ConstructorParameters<typeof CarrierAdapter>[0]) => new CarrierAdapter(nsp, carrier);
  const sender = await startServer({ adapter });
  const receiver = await startServer({ adapter, parser: { Encoder: CountingEncoder, Decoder } });
  await vi.waitUntil(async () => (await sender.io.of('/').adapter.serverCount()) === 2, { interval: 5 });
  const client = await joinedClient(receiver);
  const read = vi.spyOn(codec, 'decodeMessage');
  onTestFinished(() => read.mockRestore());
  return { carrier, sender: sender.io, receiver: receiver.io, client, encoded: () => encoded, read };
}

test('a broadcast to a room without members here is not even read', async () => {
  const { sender, encoded, read } = await pair();
  const before = encoded();
  sender.to('tea').emit('hello');
  expect([read.mock.calls.length, encoded() - before]).toEqual([0, 0]);
});

test('one to several rooms without members here is read, and not encoded', async () => {
  const { sender, encoded, read } = await pair();
  const before = encoded();
  sender.to(['tea', 'milk']).emit('hello');
  expect([read.mock.calls.length, encoded() - before]).toEqual([1, 0]);
});

test('one to a room with members here reaches them', async () => {
  const { sender, receiver, client, read } = await pair();
  receiver.socketsJoin('green tea');
  read.mockClear();
  sender.to('green tea').emit('hello');
  expect(await client.next()).toBe('42["hello"]');
  expect(read).toHaveBeenCalledOnce();
});

test('what an emitter sends to a room reaches its members', async () => {
  const { carrier, receiver, client } = await pair();
  receiver.socketsJoin('tea');
  new Emitter(carrier).to('tea').emit('hello');
  expect(await client.next()).toBe('42["hello"]');
});

test('while the tap is heard it is told of a broadcast that reaches nobody here', async () => {
  const { sender, receiver } = await pair();
  const told: unknown[] = [];
  receiver.tap.listen((record) => record.type === 'packet' && told.push([record.event, record.recipients, record.rooms]));
  sender.to('tea').emit('hello');
  expect(told).toEqual([['hello', 0, ['tea']]]);
});

test('acknowledgements are waited for from a server without members, which answers that it has none', async () => {
  const { sender } = await pair();
  expect(await sender.to('tea').timeout(1000).emitWithAck('ask')).toEqual([]);
});
