// What the generator can be asked to do over WebSocket. Clients that were opened stay, by the port of their server.
import { performance } from 'node:perf_hooks';
import { binaryFrame, compressedTextFrame, textFrame } from './frames.mjs';
import { WebSocketClient } from './websocket.mjs';

/** Handshakes that are under way at a time. */
const OPENING = 50;
const ECHO = '["echo","hello"]';
/** @type {Map<number, WebSocketClient[]>} */
const clientsByPort = new Map();

export const WEBSOCKET_JOBS = {
  open,
  forget,
  close,
  acknowledged,
  acknowledgedBinary,
  acknowledgedJson,
  exchangeCompressed,
  acknowledgedSteadily,
  emitted,
  heartbeats,
};

/** Opens `count` clients of `/`, beside those that are there. Those that do not answer pings are measured before the first. */
async function open({ port, count, revision, isDeflated, isAnsweringPings = false }) {
  const clients = clientsOf(port);
  await eachOf(count, OPENING, async () => {
    const client = await WebSocketClient.open({ port, revision, isDeflated });
    if (isAnsweringPings) client.answerPings(() => {});
    clients.push(client);
  });
  return { operations: count };
}

/** Clients that came by another way. */
export function keep(port, client) {
  clientsOf(port).push(client);
}

/** Leaves those that are there alone: they stay open, jobs are for those that come. */
async function forget({ port }) {
  clientsByPort.delete(port);
  return { operations: 0 };
}

/** Closes all. */
async function close({ port }) {
  const clients = clientsOf(port);
  clientsByPort.delete(port);
  await Promise.all(clients.map((client) => client.close()));
  return { operations: clients.length };
}

/** Runs until there were `operations` answers; each client has `inFlight` events under way, and what one read answered leaves in one write. */
function acknowledged({ port, operations, inFlight, event = ECHO }) {
  // Ids of one length, twice over, so that any number of frames in a row is a slice.
  const frames = Array.from({ length: inFlight }, (_, index) => textFrame(`42${100 + index}${event}`));
  return pipelined(clientsOf(port), operations, frames, 1);
}

/** An event with one attachment that is answered with it. */
function acknowledgedBinary({ port, operations, bytes, inFlight = 1 }) {
  const attachment = Buffer.alloc(bytes, 'binary! ');
  const frame = Buffer.concat([textFrame('451-100["echo",{"_placeholder":true,"num":0}]'), binaryFrame(attachment)]);
  return pipelined(clientsOf(port), operations, Array(inFlight).fill(frame), 2);
}

/** An event with about so many bytes of JSON that is answered with them. */
function acknowledgedJson({ port, operations, bytes }) {
  const rows = [];
  for (let length = 0; length < bytes; length += JSON.stringify(rows.at(-1)).length + 1) {
    rows.push({ id: rows.length, name: `item ${rows.length}`, price: rows.length * 1.25, tags: ['a', 'b'], isActive: rows.length % 2 === 0 });
  }
  return pipelined(clientsOf(port), operations, [textFrame(`42100["echo",${JSON.stringify(rows)}]`)], 1);
}

/** Each client sends and gets one compressed message, and has the state that this takes. */
async function exchangeCompressed({ port }) {
  const clients = clientsOf(port);
  const frame = compressedTextFrame(`42100["echo","${'a text that is long enough to be compressed, '.repeat(40)}"]`);
  await pipelined(clients, clients.length, [frame], 1, false);
  return { operations: clients.length };
}

function pipelined(clients, operations, frames, messagesEach, isRepeated = true) {
  const size = frames[0].length;
  const inFlight = frames.length;
  const ring = Buffer.concat([...frames, ...frames]);
  let sent = 0;
  let done = 0;
  return new Promise((resolve) => {
    for (const client of clients) {
      let next = 0;
      let messages = 0;
      client.onMessages = (count) => {
        messages += count;
        const answered = Math.floor(messages / messagesEach);
        if (answered === 0) return;
        messages -= answered * messagesEach;
        done += answered;
        if (done >= operations) return resolve({ operations: done });
        if (!isRepeated) return;
        const wanted = Math.min(answered, operations - sent);
        if (wanted === 0) return;
        sent += wanted;
        client.write(ring.subarray(next * size, (next + wanted) * size));
        next = (next + wanted) % inFlight;
      };
    }
    for (const client of clients) {
      sent += inFlight;
      client.write(ring.subarray(0, inFlight * size));
    }
  });
}

/** Events at a steady rate, whatever the answers do; each goes to the next client. */
function acknowledgedSteadily({ port, operations, ratePerSecond, event = ECHO }) {
  const clients = clientsOf(port);
  const frame = textFrame(`42100${event}`);
  const latenciesMs = [];
  return new Promise((resolve) => {
    for (const client of clients) {
      client.sentAt = [];
      client.onMessages = (count) => {
        const now = performance.now();
        for (const at of client.sentAt.splice(0, count)) latenciesMs.push(now - at);
        if (latenciesMs.length === operations) resolve({ operations, latenciesMs });
      };
    }
    let sent = 0;
    const start = performance.now();
    const timer = setInterval(() => {
      const due = Math.min(operations, Math.floor(((performance.now() - start) / 1000) * ratePerSecond));
      for (; sent < due; sent++) {
        const client = clients[sent % clients.length];
        client.sentAt.push(performance.now());
        client.write(frame);
      }
      if (sent === operations) clearInterval(timer);
    }, 1);
  });
}

/**
 * The first client asks for `perTick` emits at a time, which are `messages` for all clients together; the next time when all
 * have come.
 */
function emitted({ port, event, operations, perTick, messages }) {
  const clients = clientsOf(port);
  let done = 0;
  let left = messages;
  return new Promise((resolve) => {
    const ask = () => clients[0].write(textFrame(`42["${event}",${done},${perTick}]`));
    for (const client of clients) {
      client.onMessages = (count) => {
        left -= count;
        if (left > 0) return;
        left = messages;
        done += perTick;
        if (done >= operations) resolve({ operations: done });
        else ask();
      };
    }
    ask();
  });
}

/** Waits until `operations` pings came, and were answered. */
function heartbeats({ port, operations }) {
  let done = 0;
  return new Promise((resolve) => {
    for (const client of clientsOf(port)) {
      client.answerPings(() => {
        if (++done === operations) resolve({ operations });
      });
    }
  });
}

/** Runs `task` `count` times, `atATime`. */
export async function eachOf(count, atATime, task) {
  let started = 0;
  const worker = async () => {
    while (started++ < count) await task();
  };
  await Promise.all(Array.from({ length: Math.min(atATime, count) }, worker));
}

function clientsOf(port) {
  let clients = clientsByPort.get(port);
  if (clients === undefined) {
    clients = [];
    clientsByPort.set(port, clients);
  }
  return clients;
}
