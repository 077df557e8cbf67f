// Writing and reading packets, without a server: our protocol beside `socket.io-parser`.
import { CORES, start } from '../rpc.mjs';

export const scenarios = [
  {
    rows: [
      { name: 'codec, encode a small event', metric: 'encodeSmall', unit: 'ns', target: 0.8 },
      { name: 'codec, decode a small event', metric: 'decodeSmall', unit: 'ns', target: 0.65 },
      { name: 'codec, decode an event with an attachment', metric: 'decodeBinary', unit: 'ns', target: 0.4 },
    ],
    launch: (side) => start('servers/codec.mjs', [side], CORES.server),
    async round(codec, isQuick) {
      const figures = {};
      for (const task of ['encodeSmall', 'decodeSmall', 'decodeBinary']) figures[task] = await codec.ask('time', { task, ms: isQuick ? 50 : 120 });
      return figures;
    },
    stop: (codec) => codec.stop(),
  },
];
