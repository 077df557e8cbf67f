import type { TFunction } from 'i18next';
import type { SourceRow } from '../../contract/rows.ts';
import type { SnippetVariant } from '../widgets/snippet.tsx';

const DEFAULT_PATH = '/socket.io';

/** Where a client connects: what the console says, or what it will be once started. */
export function addressOf({ url, host, port, server }: Pick<SourceRow, 'url' | 'host' | 'port'> & Partial<Pick<SourceRow, 'server'>>): string {
  const reachable = host === '0.0.0.0' || host === '::' ? 'localhost' : host.includes(':') ? `[${host}]` : host;
  return url ?? `${server?.isSecure === true ? 'https' : 'http'}://${reachable}:${port}`;
}

/** The port it listens on; 0 asks for any, and only a running source knows which. */
export function portOf({ url, port }: Pick<SourceRow, 'url' | 'port'>): number {
  if (url === null) return port;
  const { port: own, protocol } = new URL(url);
  return Number(own) || (protocol === 'https:' ? 443 : 80);
}

/** The shortest client of each kind that shows up in the console and sends something. */
export function clientSnippets(t: TFunction, url: string, server: SourceRow['server'] = null): readonly SnippetVariant[] {
  const address = JSON.stringify(url);
  const { path = DEFAULT_PATH, isTokenNeeded = false } = server ?? {};
  const isPathOwn = path !== DEFAULT_PATH;
  const options = [...(isPathOwn ? [`path: ${JSON.stringify(path)}`] : []), ...(isTokenNeeded ? ['auth: { token: "…" }'] : [])];
  const given = options.length === 0 ? address : `${address}, { ${options.join(', ')} }`;
  const python = [address, ...(isPathOwn ? [`socketio_path=${JSON.stringify(path)}`] : []), ...(isTokenNeeded ? ['auth={"token": "…"}'] : [])];
  return [
    {
      id: 'javascript',
      label: 'JavaScript',
      code: `import { io } from "socket.io-client";

const socket = io(${given});
socket.on("connect", () => socket.emit("hello", { from: socket.id }));`,
    },
    {
      id: 'browser',
      label: t('start.browser'),
      // The server has the client's file.
      code: `<script src=${JSON.stringify(`${url}${path}/socket.io.js`)}></script>
<script>
  const socket = io(${given});
  socket.on("connect", () => socket.emit("hello", { from: socket.id }));
</script>`,
    },
    {
      id: 'python',
      label: 'Python',
      code: `import socketio

with socketio.SimpleClient() as client:
    client.connect(${python.join(', ')})
    client.emit("hello", {"from": client.sid})
    while True:
        print(client.receive())`,
    },
  ];
}
