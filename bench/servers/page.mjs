// A page that looks at a source's traffic, and at nothing else.
//   node bench/servers/page.mjs <port of the console> <source>
import { WebSocket } from 'ws';
import { createClient, socketChannel } from '../../.cache/bench/console.mjs';
import { serve } from '../rpc.mjs';

const [port, sourceId] = process.argv.slice(2);
const socket = new WebSocket(`ws://127.0.0.1:${port}`);
const page = createClient(socketChannel(socket));
let batches = 0;
await new Promise((resolve) => socket.on('open', resolve));
await new Promise((resolve, reject) => {
  const onBatch = () => {
    batches++;
    resolve();
  };
  page.subscribe('traffic', { sourceId, where: { filter: '' } }, onBatch, reject);
});
serve({ batches: () => batches });
