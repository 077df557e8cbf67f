// One client that is measured, ours or the official one; each job answers with the CPU that it took.
//   node bench/servers/client.mjs <ours | official> <port>
import { serve } from '../rpc.mjs';

const [kind, port] = process.argv.slice(2);
const { Manager } = kind === 'ours' ? await import('../../dist/core/client.mjs') : await import('socket.io-client');
const url = `http://127.0.0.1:${port}`;
const IN_FLIGHT = 50;

const socket = connect(['websocket']);
await connected(socket);

const JOBS = {
  acknowledged(operations) {
    let sent = 0;
    let done = 0;
    return new Promise((resolve) => {
      const send = () => socket.emit('echo', 'hello', onAnswer);
      const onAnswer = () => {
        if (++done === operations) resolve();
        else if (sent < operations) {
          sent++;
          send();
        }
      };
      for (; sent < Math.min(IN_FLIGHT, operations); sent++) send();
    });
  },
  received(operations) {
    let left = operations;
    return new Promise((resolve) => {
      socket.off('burst');
      socket.on('burst', () => {
        if (--left === 0) resolve();
        else if (left % 10 === 0) socket.emit('burst');
      });
      socket.emit('burst');
    });
  },
  async websocket(operations) {
    for (let n = 0; n < operations; n++) await once(['websocket']);
  },
  async polling(operations) {
    for (let n = 0; n < operations; n++) await once(['polling']);
  },
};

serve(Object.fromEntries(Object.entries(JOBS).map(([name, job]) => [name, ({ operations }) => cpuOf(() => job(operations))])));

async function cpuOf(job) {
  const before = process.cpuUsage();
  await job();
  const { user, system } = process.cpuUsage(before);
  return user + system;
}

function connect(transports) {
  return new Manager(url, { transports, reconnection: false }).socket('/');
}

function connected(client) {
  return new Promise((resolve, reject) => {
    client.on('connect', resolve);
    client.on('connect_error', reject);
  });
}

async function once(transports) {
  const client = connect(transports);
  await connected(client);
  client.disconnect();
}
