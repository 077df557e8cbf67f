// Which carrier this page has, and a channel over it.
//
//   desktop   the preload forwards one MessagePort once the page says it listens
//   browser   the link's fragment holds a one-time token; it is exchanged for a cookie, then a WebSocket carries frames
//
// Neither is asked for by name: a page with `window.patchbay` has a preload.

import * as z from 'zod/mini';
import type { Channel } from '../contract/channel.ts';
import { ContractError, MAX_FRAME_BYTES } from '../contract/frame.ts';

/** The host answers, and won't let this page in: the link was used, or is from an earlier run. */
export class SessionRefusedError extends Error {
  constructor() {
    super('the host refused this page');
    this.name = 'SessionRefusedError';
  }
}

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
  const socket = new WebSocket(`${protocol === 'https:' ? 'wss:' : 'ws:'}//${host}/channel`);
  try {
    await opened(socket);
  } catch (error) {
    // A browser doesn't say why an upgrade failed. If the host still answers, it was refused.
    if (await answers()) throw new SessionRefusedError();
    throw error;
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
  if (response.ok) return;
  // A reload of a used link: the cookie of the first time may still open the channel, so only a plain refusal is left to it.
  if (response.status !== 401) throw new Error(`the host answered ${response.status}`);
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

function socketChannel(socket: WebSocket): Channel {
  return {
    send(frame) {
      if (socket.readyState !== WebSocket.OPEN) return;
      const text = JSON.stringify(frame);
      // The host would end the channel. A character has at most three bytes: most need not be counted.
      if (text.length > MAX_FRAME_BYTES / 3 && new Blob([text]).size > MAX_FRAME_BYTES) {
        throw new ContractError('FRAME_TOO_LARGE', `more than ${MAX_FRAME_BYTES} bytes at once`);
      }
      socket.send(text);
    },
    onFrame(listener) {
      socket.addEventListener('message', (event: MessageEvent<unknown>) => {
        if (typeof event.data === 'string') listener(JSON.parse(event.data));
      });
    },
    onClose: (listener) => socket.addEventListener('close', listener, { once: true }),
    close: () => socket.close(),
  };
}
