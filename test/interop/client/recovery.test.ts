// Connection state recovery: the connection is cut under our client, and it has what it missed.
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Socket } from '../../../src/core/client/index.ts';
import { manager, upgraded } from '../../fixtures/core-client.ts';
import { nextEvent } from '../../fixtures/core-server.ts';
import { type LocalPeer, type NodeServer, startLocal, TRANSPORTS } from '../../fixtures/servers/peers.ts';

const RECOVERING: readonly NodeServer[] = ['4.8.4', 'ours'];
const BACKOFF = { reconnection: true, reconnectionDelay: 20, reconnectionDelayMax: 40 } as const;

describe.each(RECOVERING)('server %s', (name) => {
  describe.each(TRANSPORTS)('over %s', (transport, transports) => {
    let peer: LocalPeer;
    beforeAll(async () => {
      peer = await startLocal(name, { options: { connectionStateRecovery: { maxDisconnectionDuration: 60_000 } } });
    });
    afterAll(() => peer.close());

    async function connected(namespace = '/'): Promise<{ readonly socket: Socket; readonly told: unknown[][] }> {
      const io = manager(peer.url, { ...BACKOFF, transports: [...transports] });
      const socket = io.socket(namespace).connect();
      await nextEvent(socket, 'connect');
      if (transport === 'upgrade') await upgraded(io);
      const told: unknown[][] = [];
      socket.on('told', (...args: unknown[]) => told.push(args));
      return { socket, told };
    }

    /** Cuts the connection; `meanwhile` is done before the client can be back. */
    async function cut(socket: Socket, meanwhile: () => void): Promise<void> {
      const theirs = peer.io.of(socket.nsp).sockets.get(socket.id ?? '');
      // A server of polling sees it when a GET waits.
      await vi.waitFor(() => {
        expect(theirs?.conn.transport).toMatchObject({ name: transport === 'polling' ? 'polling' : 'websocket', writable: true });
      });
      const gone = new Promise<void>((resolve) => {
        theirs?.once('disconnect', () => {
          meanwhile();
          resolve();
        });
      });
      const back = nextEvent(socket, 'connect');
      peer.cut();
      await gone;
      await back;
    }

    test.each(['/', '/chat'])('a socket of %s is itself again, with its rooms and, once and in order, what it missed', async (namespace) => {
      const { socket, told } = await connected(namespace);
      await socket.timeout(5000).emitWithAck('join', 'tea');
      const { id } = socket;
      // An offset to begin at.
      peer.io.of(namespace).to('tea').emit('told', 'before');
      await vi.waitFor(() => expect(told.length).toBe(1));
      await cut(socket, () => {
        for (const value of [1, { bytes: Buffer.from([2]) }, 'three']) peer.io.of(namespace).to('tea').emit('told', value);
        peer.io.of(namespace).to('another room').emit('told', 'not for us');
      });
      expect([socket.recovered, socket.id]).toEqual([true, id]);
      await vi.waitFor(() => expect(told.length).toBe(4));
      peer.io.of(namespace).to('tea').emit('told', 'after');
      await vi.waitFor(() => expect(told.length).toBe(5));
      expect(told.map(([value]) => value)).toEqual(['before', 1, { bytes: Buffer.from([2]) }, 'three', 'after']);
      expect(peer.io.of(namespace).sockets.get(id ?? '')?.rooms).toEqual(new Set([id, 'tea']));
    });

    test('each of several cuts is recovered from', async () => {
      const { socket, told } = await connected();
      const { id } = socket;
      peer.io.to(id ?? '').emit('told', 0);
      await vi.waitFor(() => expect(told.length).toBe(1));
      for (const round of [1, 2, 3]) {
        await cut(socket, () => peer.io.to(id ?? '').emit('told', round));
        await vi.waitFor(() => expect(told.length).toBe(round + 1));
        expect([socket.recovered, socket.id]).toEqual([true, id]);
      }
      expect(told.map(([value]) => value)).toEqual([0, 1, 2, 3]);
    });

    test('what it emitted meanwhile arrives after it is back', async () => {
      const { socket, told } = await connected();
      const { id } = socket;
      await socket.timeout(5000).emitWithAck('join', 'coffee');
      peer.io.to('coffee').emit('told', 'before');
      await vi.waitFor(() => expect(told.length).toBe(1));
      socket.once('disconnect', () => {
        socket.emit('tell', 'coffee', 'mine');
        socket.emit('relay', 'to me');
      });
      const relayed = nextEvent(socket, 'relayed');
      await cut(socket, () => peer.io.to('coffee').emit('told', 'theirs'));
      // The offset comes after it.
      expect((await relayed)[0]).toBe('to me');
      await vi.waitFor(() => expect(told.length).toBe(3));
      expect([socket.recovered, socket.id]).toEqual([true, id]);
      expect(told.map(([value]) => value)).toEqual(['before', 'theirs', 'mine']);
    });
  });

  test.each(TRANSPORTS)('over %s a session that the server has forgotten is a new one, without an error', async (_transport, transports) => {
    const peer = await startLocal(name, { options: { connectionStateRecovery: { maxDisconnectionDuration: 1 } } });
    const { io } = peer;
    try {
      const client = manager(peer.url, { ...BACKOFF, transports: [...transports] });
      const socket = client.socket('/').connect();
      const told: unknown[] = [];
      const errors: Error[] = [];
      socket.on('told', (value: unknown) => told.push(value));
      socket.on('connect_error', (error) => errors.push(error));
      await nextEvent(socket, 'connect');
      await socket.timeout(5000).emitWithAck('join', 'tea');
      const { id } = socket;
      io.to('tea').emit('told', 'before');
      await vi.waitFor(() => expect(told).toEqual(['before']));
      const theirs = io.sockets.sockets.get(id ?? '');
      await vi.waitFor(() => expect(theirs?.conn.transport.writable).toBe(true));
      const back = nextEvent(socket, 'connect');
      peer.cut();
      await back;
      expect(socket.recovered).toBe(false);
      expect(socket.id).not.toBe(id);
      expect(io.sockets.sockets.get(socket.id ?? '')?.rooms).toEqual(new Set([socket.id]));
      expect([told, errors]).toEqual([['before'], []]);
    } finally {
      peer.close();
    }
  });
});
