// The server of the console, which its tap is told everything of, or the same server by itself.
//   node bench/servers/watched.mjs <watched | plain>
import { createServer } from 'node:http';
import { WebSocketServer } from 'ws';
import { answerRoomCommands, createConsole, Server, socketChannel } from '../../.cache/bench/console.mjs';
import { serve } from '../rpc.mjs';

const { port, uiPort = 0, sourceId = '' } = await (process.argv[2] === 'watched' ? openWatched() : openPlain());
serve({
  port: () => port,
  /** Where a page connects, and what it looks at. */
  page: () => ({ uiPort, sourceId }),
  cpu: () => {
    const { user, system } = process.cpuUsage();
    return user + system;
  },
});

async function openPlain() {
  const httpServer = createServer();
  new Server(httpServer, { allowEIO3: true }).on('connection', answerRoomCommands);
  await new Promise((resolve) => httpServer.listen(0, '127.0.0.1', resolve));
  return { port: httpServer.address().port };
}

async function openWatched() {
  const application = createConsole({ version: '0.0.0', host: 'browser' });
  const source = application.addSource({ kind: 'server', name: 'bench', host: '127.0.0.1', port: 0 });
  await source.open();
  const ui = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await new Promise((resolve) => ui.on('listening', resolve));
  ui.on('connection', (socket) => application.attach(socketChannel(socket)));
  return { port: Number(new URL(source.describe().url).port), uiPort: ui.address().port, sourceId: source.sourceId };
}
