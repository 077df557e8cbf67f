// One server under load that may be administered; forked by admin.mjs.
//   node bench/administered.mjs <server: ours | official> <agent: none | ours | official> <mode: development | production>
import { createServer } from 'node:http';
import { monitorEventLoopDelay } from 'node:perf_hooks';

const [kind, agent, mode] = process.argv.slice(2);
const { Server } = kind === 'ours' ? await import('../dist/core/server.mjs') : await import('socket.io');
const httpServer = createServer();
const io = new Server(httpServer, { pingInterval: 60_000, perMessageDeflate: false });

if (agent !== 'none') {
  const { instrument } = agent === 'ours' ? await import('../dist/core/admin.mjs') : await import('@socket.io/admin-ui');
  instrument(io, { auth: false, mode });
}
io.on('connection', (socket) => {
  socket.on('echo', (value, answer) => answer(value));
  socket.on('broadcast', () => io.emit('news', { text: 'twenty-six characters here' }));
});

const delay = monitorEventLoopDelay({ resolution: 1 });
httpServer.listen(0, '127.0.0.1', () => process.send({ port: httpServer.address().port }));
process.on('message', (wanted) => {
  if (wanted === 'watch delay') {
    delay.enable();
    delay.reset();
    process.send({});
    return;
  }
  process.send({ cpu: process.cpuUsage(), longestMs: delay.max / 1e6, rss: process.memoryUsage().rss });
});
process.on('disconnect', () => process.exit());
