// What opening a connection goes through, as the socket of a request tells it: DNS, TCP, TLS, or a proxy in their place.

import { Agent, type ClientRequest } from 'node:http';
import { Agent as SecureAgent } from 'node:https';
import { isIP, type Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import type { Stage } from '../../client-tap.ts';
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
  const dial = new Dial(dialled, stages, onReady);
  const proxy = proxyOf(request);
  if (proxy !== null) dial.start('proxy', proxy);
  // Before whoever made the request hears of it, and says that the attempt failed.
  request.prependListener('error', dial.onError);
  request.once('close', dial.onOver);
  request.once('socket', dial.onSocket);
}

/** The stages of one connection, one after the other. */
class Dial {
  readonly #dialled: Dialled;
  readonly #stages: Stages;
  readonly #onReady: () => void;
  #stage: OpenStage = NO_STAGE;

  constructor(dialled: Dialled, stages: Stages, onReady: () => void) {
    this.#dialled = dialled;
    this.#stages = stages;
    this.#onReady = onReady;
  }

  start(stage: Stage, target: string): void {
    this.#stage = this.#stages.start(stage, this.#dialled.transport, target);
  }

  readonly onError = (error: Error): void => {
    this.#stage.fail(failureOf(error));
  };

  readonly onOver = (): void => {
    this.#stage.cancel();
  };

  readonly onSocket = (socket: Socket): void => {
    this.#stage.ok();
    const { hostname } = this.#dialled;
    if (socket.connecting) {
      if (isIP(hostname) !== 0) this.#startTcp(hostname);
      else this.start('dns', hostname);
      // Of several addresses the first is told of: which one answered, `tcp` says.
      socket.once('lookup', this.#onLookup);
      socket.once('connect', () => this.#onConnect(socket));
    } else if (isSecuring(socket)) {
      this.#startTls(socket);
    } else {
      this.#ready();
    }
  };

  readonly #onLookup = (error: Error | null, address: string, family: number | string | null): void => {
    // A name that is none is the request's error, too.
    if (error !== null || isIP(this.#dialled.hostname) !== 0) return;
    this.#stage.ok({ address, family: Number(String(family).replace(/^IPv/, '')) });
    this.#startTcp(address);
  };

  #startTcp(address: string): void {
    const { port } = this.#dialled;
    this.start('tcp', address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`);
  }

  #onConnect(socket: Socket): void {
    this.#stage.ok({ address: socket.remoteAddress ?? '', port: socket.remotePort ?? 0 });
    if (this.#dialled.secure) this.#startTls(socket);
    else this.#ready();
  }

  #startTls(socket: Socket): void {
    this.start('tls', this.#dialled.hostname);
    socket.once('secureConnect', () => {
      if (socket instanceof TLSSocket) this.#stage.ok(factsOf(socket));
      this.#ready();
    });
  }

  #ready(): void {
    this.#stage = NO_STAGE;
    this.#onReady();
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
