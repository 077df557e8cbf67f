// Whether the server can be reached at all: its name, its port, its certificate.

import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import type { PeerCertificate, TLSSocket } from 'node:tls';
import { SKIPPED, type Step } from '../checkup.ts';
import { failed, failureOf } from '../failure.ts';
import { openConnection, openTcp, openTunnel, tcpEndOf } from '../fresh-connection.ts';

export const dnsStep: Step = {
  name: 'dns',
  async run({ settings, target }, signal) {
    const { host } = tcpEndOf(settings, target);
    if (isIP(host) !== 0) return { state: 'ok', facts: { address: host } };
    const addresses = await Promise.race([lookup(host, { all: true }), aborted(signal)]);
    return { state: 'ok', facts: { host, addresses: addresses.map(({ address }) => address).join(', ') } };
  },
};

export const tcpStep: Step = {
  name: 'tcp',
  async run({ settings, target }, signal) {
    const { host, port } = tcpEndOf(settings, target);
    const socket = await openTcp(host, port, signal);
    const facts = { address: socket.remoteAddress ?? host, port, family: socket.remoteFamily ?? '' };
    socket.destroy();
    if (settings.proxy === '') return { state: 'ok', facts };
    try {
      (await openTunnel(settings, target, signal)).destroy();
      return { state: 'ok', facts: { ...facts, proxy: `${host}:${port}` } };
    } catch (error) {
      return { state: 'failed', facts, failure: failureOf(error), stage: 'proxy' };
    }
  },
};

export const tlsStep: Step = {
  name: 'tls',
  async run({ settings, target }, signal) {
    if (!target.isSecure) return SKIPPED;
    // The target is secure: what is opened is TLS.
    const socket = (await openConnection(settings, target, signal)) as TLSSocket;
    const { authorized, authorizationError } = socket;
    const facts = {
      protocol: socket.getProtocol() ?? '',
      cipher: socket.getCipher().name,
      ...certificateFacts(socket.getPeerCertificate()),
      authorized,
    };
    socket.destroy();
    if (authorized) return { state: 'ok', facts };
    const code = String(authorizationError);
    return { state: 'warning', facts, failure: failed(code, `the certificate is not verified: ${code}`).failure };
  },
};

function certificateFacts({ subject, issuer, valid_to: validTo }: PeerCertificate) {
  return { subject: nameOf(subject), issuer: nameOf(issuer), validTo: validTo ?? '' };
}

/** A server may send a certificate that names nobody. */
function nameOf(names: PeerCertificate['subject'] | undefined): string {
  return [names?.CN ?? names?.O ?? ''].flat().join(', ');
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}
