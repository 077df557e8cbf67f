// One server of a cluster under load.
//   node bench/cluster-node.mjs <ours | official> <none | redis | redis-sharded | nats> <url of the broker>
import { createServer } from 'node:http';
import { serve } from './rpc.mjs';

const [kind, medium, url] = process.argv.slice(2);
const { Server } = kind === 'ours' ? await import('../dist/core/server.mjs') : await import('socket.io');
const NEWS = { text: 'twenty-six characters here' };
const ROOMS = 1000;
/** What attaches a server, and what waits until the broker has taken all that was subscribed. */
const MEDIA = { none: async () => ({ settle: () => {} }), redis, 'redis-sharded': redis, nats };

const { adapter, settle } = await MEDIA[medium]();
const httpServer = createServer();
// Clients here answer no ping: none comes, however long a run takes.
const io = new Server(httpServer, { pingInterval: 3_600_000, perMessageDeflate: false, ...(adapter === undefined ? {} : { adapter }) });

io.on('connection', (socket) => {
  socket.on('all', (_done, perTick) => {
    for (let n = 0; n < perTick; n++) io.emit('news', NEWS);
  });
  for (const name of ['room', 'user']) {
    socket.on(name, (done, perTick) => {
      for (let n = 0; n < perTick; n++) io.to(`${name} ${(done + n) % ROOMS}`).emit('news', NEWS);
    });
  }
});
await new Promise((resolve) => httpServer.listen({ port: 0, host: '127.0.0.1', backlog: 4096 }, resolve));

serve({
  port: () => httpServer.address().port,
  cpu: () => {
    const { user, system } = process.cpuUsage();
    return user + system;
  },
  /** Resolves once so many servers know each other. */
  async meet({ servers }) {
    while (medium !== 'none' && (await io.of('/').adapter.serverCount()) < servers) await new Promise((resolve) => setTimeout(resolve, 20));
  },
  /** This node's share of the rooms: each `room` has ten members over all nodes, each `user` one. */
  async join({ node, nodes, members }) {
    const sockets = [...io.of('/').sockets.values()];
    for (let index = 0; index < ROOMS; index++) {
      for (let member = 0; member < members; member++) {
        if ((index + member) % nodes === node) sockets[(index * members + member) % sockets.length].join(`room ${index}`);
      }
      if (index % nodes === node) sockets[index % sockets.length].join(`user ${index}`);
    }
    await settle();
  },
});

async function redis() {
  const { createAdapter, createShardedAdapter } = await import('@socket.io/redis-adapter');
  const { createClient } = await import('redis');
  // As docs/cluster.md has it: with a timer for each command, what is measured is collecting timers.
  const publisher = createClient({ url, commandOptions: { timeout: undefined } });
  const subscriber = publisher.duplicate();
  await Promise.all([publisher.connect(), subscriber.connect()]);
  const create = medium === 'redis' ? createAdapter : createShardedAdapter;
  return { adapter: create(publisher, subscriber), settle: () => subscriber.ping() };
}

async function nats() {
  const { connect } = await import('@nats-io/transport-node');
  const { createAdapter } = await import('../dist/core/adapters/nats.mjs');
  const connection = await connect({ servers: url });
  return { adapter: createAdapter(connection), settle: () => connection.flush() };
}
