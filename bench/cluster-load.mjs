// The generator of `npm run bench:cluster`: clients of several servers, whose messages are counted together.

import { textFrame } from './load/frames.mjs';
import { eachOf } from './load/jobs.mjs';
import { WebSocketClient } from './load/websocket.mjs';
import { serve } from './rpc.mjs';

const OPENING = 50;
/** @type {Map<number, WebSocketClient[]>} */
const clientsByPort = new Map();

serve({
  async open({ port, count }) {
    const clients = [];
    await eachOf(count, OPENING, async () => clients.push(await WebSocketClient.open({ port })));
    clientsByPort.set(port, clients);
  },

  /**
   * Servers are asked in turn for `perTick` emits, which are `messages` for the clients of all servers together; the next when
   * all of these have come.
   */
  emitted({ ports, event, operations, perTick, messages }) {
    const clients = ports.map((port) => clientsByPort.get(port));
    let done = 0;
    let turn = 0;
    let left = messages;
    const began = performance.now();
    const cpuBefore = process.cpuUsage();
    return new Promise((resolve) => {
      const ask = () => clients[turn++ % clients.length][0].write(textFrame(`42["${event}",${done},${perTick}]`));
      const onMessages = (count) => {
        left -= count;
        if (left > 0) return;
        left = messages;
        done += perTick;
        if (done < operations) return ask();
        const ms = performance.now() - began;
        const { user, system } = process.cpuUsage(cpuBefore);
        resolve({ operations: done, ms, busy: (user + system) / 1000 / ms });
      };
      for (const client of clients.flat()) client.onMessages = onMessages;
      ask();
    });
  },
});
