// The least that a server in Node can do for the same bytes: `ws`, and answers that are written already.
//   node bench/servers/floor.mjs
import { createServer } from 'node:http';
import { WebSocketServer } from 'ws';
import { serve } from '../rpc.mjs';

const httpServer = createServer();
const server = new WebSocketServer({ server: httpServer, perMessageDeflate: false, skipUTF8Validation: true });
const HANDSHAKE = '0{"sid":"TRlluP49NibmW601AAAA","upgrades":[],"pingInterval":300000,"pingTimeout":20000,"maxPayload":1000000}';
const CONNECTED = '40{"sid":"A0AG4Vf7lWqHcHXWAAAR"}';
const NEWS = Buffer.from('42["news",{"text":"twenty-six characters here"}]');
const ID_END = '42100'.length;

server.on('connection', (ws) => {
  ws.on('message', (data) => onMessage(ws, data));
  ws.on('error', () => {});
  ws.send(HANDSHAKE);
});

function onMessage(ws, data) {
  if (data.length === 2) ws.send(CONNECTED);
  // `42<id>["echo",<value>]` is answered `43<id>[<value>]`.
  else if (data[2] === 0x31) ws.send(`43${data.latin1Slice(2, ID_END)}[${data.latin1Slice(data.indexOf(',') + 1)}`);
  else broadcast(JSON.parse(data.latin1Slice(2))[2]);
}

function broadcast(times) {
  for (let n = 0; n < times; n++) {
    for (const client of server.clients) client.send(NEWS, { binary: false });
  }
}

await new Promise((resolve) => httpServer.listen({ port: 0, host: '127.0.0.1', backlog: 4096 }, resolve));
serve({
  port: () => httpServer.address().port,
  cpu: () => {
    const { user, system } = process.cpuUsage();
    return user + system;
  },
});
