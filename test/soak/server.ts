// The server of the soak: ours, in a process of its own. Over the IPC of `fork`:
//
//   {}          starts it      answers { port }
//   'sample'    answers a ProcessSample with what the server has

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server } from '../../src/core/server/index.ts';
import { serveAudit } from '../fixtures/faults/audited-server.ts';
import { collectFaults, sampleProcess } from './process-sample.ts';

const INTERVAL_MS = 40;

collectFaults();
process.on('disconnect', () => process.exit());
const httpServer = createServer((_request, response) => response.writeHead(404).end());
const io = new Server(httpServer, {
  pingInterval: 1000,
  pingTimeout: 1000,
  maxHttpBufferSize: 1e6,
  connectionStateRecovery: { maxDisconnectionDuration: 10_000 },
});
const audit = serveAudit(io, { intervalMs: INTERVAL_MS });
httpServer.listen(0, '127.0.0.1', () => process.on('message', onMessage));

function onMessage(message: unknown): void {
  if (message !== 'sample') {
    process.send?.({ port: (httpServer.address() as AddressInfo).port });
    return;
  }
  const up = io.of('/up');
  process.send?.({
    ...sampleProcess(),
    has: {
      connections: io.engine.clientsCount,
      sockets: up.sockets.size + io.of('/down').sockets.size,
      rooms: up.adapter.rooms.size,
      streams: audit.streams,
    },
  });
}
