// Load for the console: idle sockets, and events at a steady rate from a few of them. Told by argv, forked by console.mjs.
//   node bench/generator.mjs <port> <connections> <rooms> <events a second> <which of several> <namespaces each>
import { WebSocket } from 'ws';

const [port, count, rooms, rate, part, namespaces] = process.argv.slice(2).map(Number);
const SENDERS = 50;
const TICK_MS = 20;
const EVENTS = ['cursor:move', 'score:update', 'presence:ping', 'chat:message', 'order:place'];

const sockets = [];
for (let n = 0; n < count; n += 100) {
  sockets.push(...(await Promise.all(Array.from({ length: Math.min(100, count - n) }, connect))));
}
// Every room has somebody in it, and every tenth socket is in one.
for (let n = 0; n < Math.max(rooms, count / 10); n++) sockets[n % count].send(`420["join","room-${part}${n % rooms}"]`);
process.send('ready');

let sent = 0;
const start = performance.now();
setInterval(() => {
  const due = Math.floor(((performance.now() - start) / 1000) * rate);
  for (; sent < due; sent++) {
    const text = JSON.stringify([EVENTS[sent % EVENTS.length], { n: sent, text: 'twenty-six characters here', at: Date.now() }]);
    sockets[sent % Math.min(SENDERS, sockets.length)].send(`42${text}`);
  }
}, TICK_MS);
process.on('disconnect', () => process.exit());

function connect() {
  const ws = new WebSocket(`ws://127.0.0.1:${port}/socket.io/?EIO=4&transport=websocket`, { perMessageDeflate: false });
  return new Promise((resolve, reject) => {
    ws.on('error', reject);
    ws.on('message', (data) => {
      if (data[0] === 0x30) ws.send('40');
      else if (data[0] === 0x32) ws.send('3');
      else if (data[0] === 0x34 && data[1] === 0x30) {
        // The answer to `/` has no namespace in it.
        if (namespaces > 1 && data[2] === 0x7b) ws.send('40/live,');
        else resolve(ws);
      }
    });
  });
}
