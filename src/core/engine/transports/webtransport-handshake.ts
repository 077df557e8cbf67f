// What a WebTransport client says first, on the first stream that it opens:
//
//   0                  it asks for a session
//   0{"sid":"…"}       it wants a session that it has to move here
//
// Anything else, or nothing in time, closes its WebTransport session.

import type { EnginePacket } from '../packet.ts';
import { NOBODY, type TransportHandler } from './transport.ts';
import { type WebTransportSession, WebTransportTransport } from './webtransport.ts';

/** Who decides; `false`: it may not. */
export interface WebTransportHost {
  openWebTransport(transport: WebTransportTransport): boolean;
  upgradeToWebTransport(sid: string, transport: WebTransportTransport): boolean;
}

/** Resolves once the client has had its say. */
export async function greetWebTransport(
  session: WebTransportSession,
  maxPayloadBytes: number,
  timeoutMs: number,
  host: WebTransportHost,
): Promise<void> {
  const timer = setTimeout(() => session.close(), timeoutMs);
  try {
    const streams = session.incomingBidirectionalStreams.getReader();
    const { value: stream, done } = await streams.read();
    if (done) return;
    const transport = new WebTransportTransport(session, stream, maxPayloadBytes, NOBODY);
    await new Promise<void>((resolve) => {
      transport.handler = greeting(transport, host, resolve);
      void transport.read();
    });
  } catch {
    // The session failed before it said anything: nobody is there to be told.
    session.close();
  } finally {
    clearTimeout(timer);
  }
}

function greeting(transport: WebTransportTransport, host: WebTransportHost, done: () => void): TransportHandler {
  return {
    onPacket(packet) {
      if (!isAccepted(packet, transport, host)) transport.close();
      done();
    },
    onTooLarge() {},
    onWritable() {},
    onTransportClose: done,
  };
}

function isAccepted({ type, data }: EnginePacket, transport: WebTransportTransport, host: WebTransportHost): boolean {
  if (type !== 'open') return false;
  if (data === undefined) return host.openWebTransport(transport);
  const sid = typeof data === 'string' ? sidOf(data) : null;
  return sid !== null && host.upgradeToWebTransport(sid, transport);
}

function sidOf(json: string): string | null {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === 'object' && value !== null && 'sid' in value && typeof value.sid === 'string' ? value.sid : null;
  } catch {
    return null;
  }
}
