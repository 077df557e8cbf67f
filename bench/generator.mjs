// Load for the console: idle sockets, and events at a steady rate from a few of them. Told by argv, forked by console.mjs.
//   node bench/generator.mjs <port> <sockets> <events a second>
import { WebSocket } from 'ws';

const [port, count, rate] = process.argv.slice(2).map(Number);
const SENDERS = 50;
const TICK_MS = 20;
const EVENTS = ['cursor:move', 'score:update', 'presence:ping', 'chat:message', 'order:place'];

const sockets = [];
for (let n = 0; n < count; n += 100) {
  sockets.push(...(await Promise.all(Array.from({ length: Math.min(100, count - n) }, connect))));
}
for (const [index, ws] of sockets.entries()) if (index % 10 === 0) ws.send(`420["join","room-${index % 200}"]`);
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
      else if (data[0] === 0x34 && data[1] === 0x30) resolve(ws);
    });
  });
}
