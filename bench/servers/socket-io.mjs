// One server under load, ours or the official one.
//   node bench/servers/socket-io.mjs <ours | official> <options as JSON>
import { createServer } from 'node:http';
import { serve } from '../rpc.mjs';
import { createMembership } from './membership.mjs';

const [kind, options] = process.argv.slice(2);
const { Server } = kind === 'ours' ? await import('../../dist/core/server.mjs') : await import('socket.io');
const httpServer = createServer();
// No heartbeat falls into a measurement, but where it is what is measured.
const io = new Server(httpServer, { pingInterval: 300_000, perMessageDeflate: false, ...JSON.parse(options) });
const NEWS = { text: 'twenty-six characters here' };

io.on('connection', (socket) => {
  socket.on('echo', (value, answer) => answer(value));
  socket.on('burst', () => {
    for (let n = 0; n < 10; n++) socket.emit('burst', n);
  });
  socket.on('broadcast', (_done, perTick) => {
    for (let n = 0; n < perTick; n++) io.emit('news', NEWS);
  });
  socket.on('rooms', (done, perTick) => {
    for (let n = 0; n < perTick; n++) io.to(membership.nameOf(done + n)).emit('news', NEWS);
  });
});

const membership = createMembership(io);
await new Promise((resolve) => httpServer.listen({ port: 0, host: '127.0.0.1', backlog: 4096 }, resolve));
serve({
  port: () => httpServer.address().port,
  /** CPU of this process since it started. */
  cpu: () => {
    const { user, system } = process.cpuUsage();
    return user + system;
  },
  memory: () => {
    for (let n = 0; n < 3; n++) globalThis.gc();
    const { heapUsed, external, rss } = process.memoryUsage();
    return { heapBytes: heapUsed + external, rssBytes: rss, clients: io.engine.clientsCount };
  },
  fillRooms: (params) => membership.fill(params),
  joinAndLeave: (params) => membership.joinAndLeave(params),
});
