import type { TFunction } from 'i18next';
import type { SourceRow } from '../../contract/rows.ts';
import type { SnippetVariant } from '../widgets/snippet.tsx';

/** Where a client connects: what the console says, or what it will be once started. */
export function addressOf({ url, host, port }: Pick<SourceRow, 'url' | 'host' | 'port'>): string {
  const reachable = host === '0.0.0.0' || host === '::' ? 'localhost' : host.includes(':') ? `[${host}]` : host;
  return url ?? `http://${reachable}:${port}`;
}

/** The port it listens on; 0 asks for any, and only a running source knows which. */
export function portOf({ url, port }: Pick<SourceRow, 'url' | 'port'>): number {
  return url === null ? port : Number(new URL(url).port) || 80;
}

/** The shortest client of each kind that shows up in the console and sends something. */
export function clientSnippets(t: TFunction, url: string): readonly SnippetVariant[] {
  const address = JSON.stringify(url);
  return [
    {
      id: 'javascript',
      label: 'JavaScript',
      code: `import { io } from "socket.io-client";

const socket = io(${address});
socket.on("connect", () => socket.emit("hello", { from: socket.id }));`,
    },
    {
      id: 'browser',
      label: t('start.browser'),
      // The server has the client's file.
      code: `<script src=${JSON.stringify(`${url}/socket.io/socket.io.js`)}></script>
<script>
  const socket = io(${address});
  socket.on("connect", () => socket.emit("hello", { from: socket.id }));
</script>`,
    },
    {
      id: 'python',
      label: 'Python',
      code: `import socketio

with socketio.SimpleClient() as client:
    client.connect(${address})
    client.emit("hello", {"from": client.sid})
    while True:
        print(client.receive())`,
    },
  ];
}
