// What opening a connection goes through, as the socket of a request tells it: DNS, TCP, TLS, or a proxy in their place.

import { Agent, type ClientRequest } from 'node:http';
import { Agent as SecureAgent } from 'node:https';
import { isIP, type Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { failureOf } from './connection-error.ts';
import { NO_STAGE, type OpenStage, type Stages } from './stages.ts';

export interface Dialled {
  readonly transport: string;
  readonly hostname: string;
  readonly port: string;
  readonly secure: boolean;
}

/** `onReady` is called once the connection is there, at once for one that was kept. */
export function watchConnection(request: ClientRequest, dialled: Dialled, stages: Stages, onReady: () => void): void {
  if (stages.tap.listener === undefined) {
    onReady();
    return;
  }
  const proxy = proxyOf(request);
  const proxyStage = proxy === null ? NO_STAGE : stages.start('proxy', dialled.transport, proxy);
  request.once('error', (error) => proxyStage.fail(failureOf(error)));
  request.once('close', () => proxyStage.cancel());
  request.once('socket', (socket: Socket) => {
    proxyStage.ok();
    if (socket.connecting || isSecuring(socket)) watchSocket(socket, dialled, stages, onReady);
    else onReady();
  });
}

function watchSocket(socket: Socket, { transport, hostname, port, secure }: Dialled, stages: Stages, onReady: () => void): void {
  let stage: OpenStage = NO_STAGE;
  if (!socket.connecting) startTls();
  else if (isIP(hostname) !== 0) startTcp(hostname);
  else {
    stage = stages.start('dns', transport, hostname);
    // Of several addresses the first is told of: which one answered, `tcp` says.
    socket.once('lookup', onLookup);
  }
  socket.once('connect', onConnect);
  socket.once('secureConnect', onSecure);
  socket.once('error', onError);
  socket.once('close', onOver);

  function onLookup(error: Error | null, address: string, family: number | string | null): void {
    if (error !== null) return;
    stage.ok({ address, family: Number(String(family).replace(/^IPv/, '')) });
    startTcp(address);
  }

  function startTcp(address: string): void {
    stage = stages.start('tcp', transport, address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`);
  }

  function onConnect(): void {
    stage.ok({ address: socket.remoteAddress ?? '', port: socket.remotePort ?? 0 });
    if (secure) startTls();
    else ready();
  }

  function startTls(): void {
    stage = stages.start('tls', transport, hostname);
  }

  function onSecure(): void {
    if (socket instanceof TLSSocket) stage.ok(factsOf(socket));
    ready();
  }

  function onError(error: Error): void {
    stage.fail(failureOf(error));
  }

  function onOver(): void {
    stage.cancel();
  }

  function ready(): void {
    socket.off('error', onError);
    socket.off('close', onOver);
    onReady();
  }
}

/** TLS that is still being agreed on: over a proxy's tunnel that is all there is to wait for. */
function isSecuring(socket: Socket): boolean {
  return socket instanceof TLSSocket && socket.getFinished() === undefined;
}

function factsOf(socket: TLSSocket): Readonly<Record<string, string | boolean>> {
  const certificate = socket.getPeerCertificate();
  return {
    protocol: socket.getProtocol() ?? '',
    cipher: socket.getCipher().name,
    authorized: socket.authorized,
    subject: nameOf(certificate.subject),
    issuer: nameOf(certificate.issuer),
    validTo: certificate.valid_to ?? '',
  };
}

/** A resumed session has no certificate to show. */
function nameOf(name: { readonly CN?: string | string[]; readonly O?: string | string[] } | undefined): string {
  return [name?.CN ?? name?.O ?? ''].flat().join(', ');
}

/** The proxy that an agent of the program's says it goes through. */
function proxyOf(request: ClientRequest): string | null {
  const agent: unknown = Reflect.get(request, 'agent');
  if (typeof agent !== 'object' || agent === null || !('proxy' in agent)) return null;
  if (agent instanceof Agent || agent instanceof SecureAgent) {
    const { proxy } = agent;
    return proxy instanceof URL ? proxy.host : 'proxy';
  }
  return 'proxy';
}
