import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { WebSocket, WebSocketServer } from 'ws';
import type { Channel } from '../../src/contract/channel.ts';
import { type MessagePortLike, portChannel } from '../../src/main/electron/port-channel.ts';
import { socketChannel } from '../../src/main/headless/socket-channel.ts';
import { localPair } from '../fixtures/local-pair.ts';

export interface Carrier {
  readonly page: Channel;
  readonly console: Channel;
  /** Frees what the carrier holds beside the channels. */
  dispose(): Promise<void>;
}

export type OpenCarrier = () => Promise<Carrier>;

export const carriers: Readonly<Record<string, OpenCarrier>> = {
  'local pair': openLocalPair,
  MessagePort: openMessagePorts,
  WebSocket: openWebSockets,
};

async function openLocalPair(): Promise<Carrier> {
  const [page, console] = localPair();
  return { page, console, dispose: async () => {} };
}

async function openMessagePorts(): Promise<Carrier> {
  const { port1, port2 } = new MessageChannel();
  return { page: portChannel(asElectronPort(port1)), console: portChannel(asElectronPort(port2)), dispose: async () => {} };
}

/** Node's port gives the message itself, Electron's an event that has it as `data`. */
function asElectronPort(port: MessagePort): MessagePortLike {
  return {
    postMessage: (message) => port.postMessage(message),
    on: (event: 'message' | 'close', listener: (event: { readonly data: unknown }) => void) => port.on(event, (data: unknown) => listener({ data })),
    start: () => port.start(),
    close: () => port.close(),
  };
}

async function openWebSockets(): Promise<Carrier> {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await once(server, 'listening');
  const accepted = once(server, 'connection');
  // It listens on TCP, not on a pipe.
  const { port } = server.address() as AddressInfo;
  const client = new WebSocket(`ws://127.0.0.1:${port}`);
  const [[socket]] = await Promise.all([accepted, once(client, 'open')]);
  return {
    page: socketChannel(client),
    console: socketChannel(socket),
    dispose: async () => {
      client.terminate();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
