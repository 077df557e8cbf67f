// A TCP connection of its own for each request, so that a balancer decides anew each time: through the proxy if there is
// one, with TLS if the address says so. Every wait ends with the signal.

import { once } from 'node:events';
import { type ClientRequest, type IncomingMessage, request as requestPlain } from 'node:http';
import { request as requestSecurely } from 'node:https';
import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import type { ClientSettings } from '../../../contract/client-settings.ts';
import { certificatesOf, type DialTarget } from '../client/dial-target.ts';
import { failed } from './failure.ts';

/** Whom TCP is to reach: the server, or the proxy before it. */
export function tcpEndOf({ proxy }: ClientSettings, target: DialTarget): { readonly host: string; readonly port: number } {
  return proxy === '' ? { host: target.hostname, port: target.port } : endOf(new URL(proxy));
}

function endOf({ hostname, port, protocol }: URL): { readonly host: string; readonly port: number } {
  return { host: hostname.replace(/^\[(.*)\]$/, '$1'), port: Number(port) || (protocol === 'https:' ? 443 : 80) };
}

/** Ready for a request. The caller destroys it. */
export async function openConnection(settings: ClientSettings, target: DialTarget, signal: AbortSignal): Promise<Socket> {
  const socket = settings.proxy === '' ? await openTcp(target.hostname, target.port, signal) : await openTunnel(settings, target, signal);
  return target.isSecure ? openTls(settings, target, socket, signal) : socket;
}

export async function openTcp(host: string, port: number, signal: AbortSignal): Promise<Socket> {
  const socket = connectTcp({ host, port });
  await opened(socket, 'connect', signal);
  return socket;
}

/** `isTrusting`: any certificate will do. */
export async function openTls(
  { tls }: ClientSettings,
  { hostname }: DialTarget,
  socket: Socket,
  signal: AbortSignal,
  isTrusting = false,
): Promise<TLSSocket> {
  const secured = connectTls({
    socket,
    ...(isIP(hostname) === 0 ? { servername: hostname } : { host: hostname }),
    ...certificatesOf(tls),
    rejectUnauthorized: tls.rejectUnauthorized && !isTrusting,
  });
  await opened(secured, 'secureConnect', signal);
  return secured;
}

/** What the proxy lets through to the server. */
export async function openTunnel({ proxy, tls }: ClientSettings, { hostname, port }: DialTarget, signal: AbortSignal): Promise<Socket> {
  const url = new URL(proxy);
  const { protocol, username, password, host } = url;
  const authority = `${isIP(hostname) === 6 ? `[${hostname}]` : hostname}:${port}`;
  const credentials = Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`).toString('base64');
  const options = {
    ...endOf(url),
    method: 'CONNECT',
    path: authority,
    agent: false as const,
    signal,
    headers: { Host: authority, ...(username === '' ? {} : { 'Proxy-Authorization': `Basic ${credentials}` }) },
  };
  const asked = protocol === 'https:' ? requestSecurely({ ...options, rejectUnauthorized: tls.rejectUnauthorized }) : requestPlain(options);
  const { status, socket } = await tunnelOf(asked, signal);
  if (status === 200) return socket;
  socket.destroy();
  throw failed('HTTP_STATUS', `the proxy ${host} answered with HTTP status ${status}`, { status });
}

function tunnelOf(asked: ClientRequest, signal: AbortSignal): Promise<{ readonly status: number; readonly socket: Socket }> {
  return new Promise((resolve, reject) => {
    asked.on('error', (error) => reject(signal.aborted ? signal.reason : error));
    asked.on('connect', (answer: IncomingMessage, socket: Socket) => {
      socket.on('error', () => {});
      resolve({ status: answer.statusCode ?? 0, socket });
    });
    asked.on('response', (answer: IncomingMessage) => resolve({ status: answer.statusCode ?? 0, socket: answer.socket }));
    asked.end();
  });
}

/** Resolves with the event; else the socket is gone, and the reason is the signal's if that ended it. */
async function opened(socket: Socket, event: 'connect' | 'secureConnect', signal: AbortSignal): Promise<void> {
  // Later errors are those of whoever reads or writes.
  socket.on('error', () => {});
  try {
    await Promise.race([once(socket, event, { signal }), closed(socket)]);
  } catch (error) {
    socket.destroy();
    throw signal.aborted ? signal.reason : error;
  }
}

/** A peer may close without an error, where TLS had hardly begun. */
function closed(socket: Socket): Promise<never> {
  return new Promise((_, reject) => {
    socket.once('close', () => reject(failed('CLOSED', 'the server closed the connection')));
  });
}
