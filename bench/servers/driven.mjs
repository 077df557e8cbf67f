// A browser host whose server has sockets that nobody is behind: its tap is told of them, and of packets at a steady rate, as the server
// would tell it. What it costs to read and write them is left out, and what follows the tap can be shown at rates that a generator, a
// server and a page on one small machine do not reach.
//   node bench/servers/driven.mjs --sockets 20000 --rooms 10000 --rate 50000
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { openHeadless, Tap, tapTime } from '../../.cache/bench/console.mjs';

const TICK_MS = 10;
const SENDERS = 50;
const EVENTS = ['cursor:move', 'score:update', 'presence:ping', 'chat:message', 'order:place'];
const { values } = parseArgs({ strict: false, options: { sockets: { type: 'string' }, rooms: { type: 'string' }, rate: { type: 'string' } } });
const [sockets, rooms, rate] = [values.sockets, values.rooms, values.rate].map(Number);

// The source keeps its server to itself; the tap says who listens.
let tap;
const listen = Tap.prototype.listen;
Tap.prototype.listen = function listenTo(listener) {
  tap ??= this;
  return listen.call(this, listener);
};
const headless = await openHeadless({ uiPort: 0, servePort: 0, dataFolder: null, version: '0.0.0', rendererRoot: resolve('out/renderer') });
const tell = (record) => tap.listener?.({ at: tapTime(), ...record });
const idOf = (n) => `socket${String(n).padStart(14, '0')}`;
for (let n = 0; n < sockets; n++) {
  const names = { namespace: '/', socketId: idOf(n), engineId: `engine${String(n).padStart(14, '0')}` };
  tell({ type: 'session_open', engineId: names.engineId, transport: 'websocket', protocol: 4, remoteAddress: '127.0.0.1' });
  tell({ type: 'room_join', room: names.socketId, namespace: '/', socketId: names.socketId });
  tell({ type: 'socket_connect', ...names });
  // Every room has somebody in it, and every tenth socket is in one.
  if (n < Math.max(rooms, sockets / 10)) tell({ type: 'room_join', room: `room-${n % rooms}`, namespace: '/', socketId: names.socketId });
}
console.log(`Console: ${headless.consoleUrl}`);
console.log(`Server: ${headless.serverUrl}`);

let sent = 0;
const start = performance.now();
setInterval(() => {
  const due = Math.floor(((performance.now() - start) / 1000) * rate);
  for (; sent < due; sent++) tell(packetOf(sent));
}, TICK_MS);
process.on('disconnect', () => process.exit());

function packetOf(n) {
  const event = EVENTS[n % EVENTS.length];
  const text = `2["${event}",{"n":${n},"text":"twenty-six characters here","at":${Date.now()}}]`;
  const socketId = idOf(n % Math.min(SENDERS, sockets));
  return {
    type: 'packet',
    direction: 'in',
    namespace: '/',
    socketId,
    engineId: `engine${socketId.slice(6)}`,
    packetType: 2,
    event,
    ackId: null,
    text,
    attachments: [],
    bytes: text.length + 1,
    recipients: 1,
    rooms: [],
    except: [],
  };
}
