// Which carrier this page has, and a channel over it.
//
//   desktop   the preload forwards one MessagePort once the page says it listens
//   browser   the link's fragment holds a one-time token; it is exchanged for a session, then a WebSocket carries frames.
//             Half of the session is a cookie, which scripts don't see; half is a key, which other ports of this host don't see
//
// Neither is asked for by name: a page with `window.patchbay` has a preload.

import * as z from 'zod/mini';
import type { Channel } from '../contract/channel.ts';
import { CHANNEL_PROTOCOL } from '../contract/frame.ts';
import { socketChannel } from './socket-channel.ts';

/** The host answers, and won't let this page in: the link was used, or is from an earlier run. */
export class SessionRefusedError extends Error {
  constructor() {
    super('the host refused this page');
    this.name = 'SessionRefusedError';
  }
}

const KEY = 'patchbay.sessionKey';
const exchanged = z.object({ key: z.string() });
let keptKey: string | null = null;

const hostFacts = z.object({ platform: z.string(), titleBar: z.enum(['native', 'hidden-inset']) });
export type HostFacts = z.infer<typeof hostFacts>;

/** Read-only facts of a preload; `null` where there is none. */
export function hostFactsOf(scope: object): HostFacts | null {
  const parsed = hostFacts.safeParse(Reflect.get(scope, 'patchbay'));
  return parsed.success ? parsed.data : null;
}

export function openChannel(): Promise<Channel> {
  return 'patchbay' in window ? openPort() : openSocket();
}

function openPort(): Promise<Channel> {
  return new Promise((resolve) => {
    window.addEventListener('message', onMessage);
    window.postMessage('patchbay:ready', window.location.origin);

    function onMessage(event: MessageEvent): void {
      const [port] = event.ports;
      if (event.source !== window || event.data !== 'patchbay:port' || port === undefined) return;
      window.removeEventListener('message', onMessage);
      resolve(portChannel(port));
    }
  });
}

/** Frames over a MessagePort. It starts when the frame listener is set, so none is lost. */
function portChannel(port: MessagePort): Channel {
  return {
    send: (frame) => port.postMessage(frame),
    onFrame(listener) {
      port.onmessage = (event) => listener(event.data);
      port.start();
    },
    onClose: (listener) => port.addEventListener('close', listener, { once: true }),
    close: () => port.close(),
  };
}

async function openSocket(): Promise<Channel> {
  await exchangeToken();
  const { protocol, host } = window.location;
  const key = readKey();
  const protocols = [CHANNEL_PROTOCOL, ...(key === null ? [] : [key])];
  const socket = new WebSocket(`${protocol === 'https:' ? 'wss:' : 'ws:'}//${host}/channel`, protocols);
  try {
    await opened(socket);
  } catch (error) {
    // A browser doesn't say why an upgrade failed. If the host still answers, it was refused.
    if (!(await answers())) throw error;
    // Another page of this browser may have been let in since.
    if (readKey() !== key) return openSocket();
    window.addEventListener('storage', onStorage);
    throw new SessionRefusedError();
  }
  return socketChannel(socket);
}

async function exchangeToken(): Promise<void> {
  const token = new URLSearchParams(window.location.hash.slice(1)).get('token');
  if (token === null) return;
  const response = await fetch('/session', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token }),
    credentials: 'same-origin',
  });
  window.history.replaceState(null, '', window.location.pathname + window.location.search);
  if (response.ok) {
    keepKey(exchanged.parse(await response.json()).key);
    return;
  }
  // A reload of a used link: the session of the first time may still open the channel, so only a plain refusal is left to it.
  if (response.status !== 401) throw new Error(`the host answered ${response.status}`);
}

/** Another page of this browser was let in, and this one with it. */
function onStorage(event: StorageEvent): void {
  if (event.key === KEY && event.newValue !== null) window.location.reload();
}

function readKey(): string | null {
  try {
    return localStorage.getItem(KEY) ?? keptKey;
  } catch {
    // Storage can be denied by the browser: the session then lasts as long as the page.
    return keptKey;
  }
}

function keepKey(key: string): void {
  keptKey = key;
  try {
    localStorage.setItem(KEY, key);
  } catch {}
}

function opened(socket: WebSocket): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.addEventListener('open', () => resolve(), { once: true });
    socket.addEventListener('close', () => reject(new Error('the channel could not be opened')), { once: true });
  });
}

async function answers(): Promise<boolean> {
  try {
    await fetch(window.location.pathname, { method: 'HEAD', cache: 'no-store' });
    return true;
  } catch {
    return false;
  }
}
