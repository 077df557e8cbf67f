import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { WebSocket } from 'ws';
import { createClient } from '../../src/contract/client.ts';
import { CHANNEL_PROTOCOL } from '../../src/contract/frame.ts';
import { socketChannel } from '../../src/main/headless/socket-channel.ts';
import { HOST } from './bundle.mjs';
import { Hands } from './hands.ts';
import type { Writer, WriterOptions } from './writer-process.ts';

/** The browser host, whose page is here: what it acknowledged is what came over its WebSocket. */
export function startHost({ folder, generation, onLine }: WriterOptions): Writer {
  const child = spawn(process.execPath, [HOST, '--ui-port', '0', '--no-open', '--data-folder', folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  createInterface(child.stdout).on('line', (line) => {
    if (line.startsWith('Console: ')) void work(new URL(line.slice('Console: '.length)));
  });
  return { kill: (signal = 'SIGKILL') => child.kill(signal), ended: once(child, 'close').then(() => {}) };

  async function work(consoleUrl: URL): Promise<void> {
    const { origin, host, hash } = consoleUrl;
    const body = JSON.stringify({ token: hash.replace('#token=', '') });
    const answer = await fetch(`${origin}/session`, { method: 'POST', headers: { origin, 'content-type': 'application/json' }, body });
    const cookie = answer.headers.getSetCookie()[0]?.split(';')[0] ?? '';
    const { key } = (await answer.json()) as { key: string };
    const socket = new WebSocket(`ws://${host}/channel`, [CHANNEL_PROTOCOL, key], { headers: { origin, cookie } });
    await once(socket, 'open');
    const hands = new Hands(createClient(socketChannel(socket)), onLine);
    await hands.open();
    onLine('open');
    // Ends with the process.
    await hands.forEver(generation).catch(() => {});
  }
}
