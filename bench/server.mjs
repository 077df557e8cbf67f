// One server under load, ours or the official one, as named on the command line; forked by run.mjs.
import { createServer } from 'node:http';

const { Server } = process.argv[2] === 'ours' ? await import('../dist/core/server.mjs') : await import('socket.io');
const httpServer = createServer();
const io = new Server(httpServer, { pingInterval: 60_000, perMessageDeflate: false });

io.on('connection', (socket) => {
  socket.on('echo', (value, answer) => answer(value));
  socket.on('burst', () => {
    for (let n = 0; n < 10; n++) socket.emit('burst', n);
  });
  socket.on('room', (count, perTick) => {
    for (let n = 0; n < count; n += perTick) {
      setImmediate(() => {
        for (let k = 0; k < perTick; k++) io.to('everyone').emit('news', { n: n + k, text: 'twenty-six characters here' });
      });
    }
  });
  socket.join('everyone');
});

httpServer.listen(0, '127.0.0.1', () => process.send({ port: httpServer.address().port }));
process.on('message', () => {
  globalThis.gc?.();
  process.send({
    cpu: process.cpuUsage(),
    heapBytes: process.memoryUsage().heapUsed + process.memoryUsage().external,
    clients: io.engine.clientsCount,
  });
});
process.on('disconnect', () => process.exit());
