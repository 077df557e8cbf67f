import { decodeHead, decodeMessage, encodeMessage } from '../../../src/core/adapters/carrier/codec.ts';
import { headOf, parseHead } from '../../../src/core/adapters/carrier/message-head.ts';
import { readMessage } from '../../../src/core/adapters/cluster/read-message.ts';
import { ProtocolError } from '../../../src/core/errors.ts';
import { attempt, codeOf, must, type Target } from '../target.ts';

/** Bytes from the medium of a cluster, where anybody may write. */
export const clusterMessage: Target = {
  name: 'cluster-message',
  format: 'bytes',
  weight: 4,
  words: [
    '{"uid":"a","nsp":"/","type":1}',
    '"type":3,"data":',
    '"opts":{"rooms":[],"except":[],"flags":{}}',
    '\x00\x00\x00\x04',
    '\xff\xff\xff\xff',
    '{"_placeholder":true,"num":0}',
  ],
  run(input) {
    const bytes = Buffer.from(input, 'latin1');
    const head = decodeHead(bytes);
    const read = attempt(() => decodeMessage(bytes), ProtocolError);
    if (!read.isOk) return codeOf(read.error);
    must(head !== null && endsWhereItSays(bytes), 'a length is not believed, or believed too much');
    parseHead(head);
    checkMessage(read.value, head);
    const message = attempt(() => readMessage(read.value), ProtocolError);
    return message.isOk ? 'ok' : codeOf(message.error);
  },
};

/** The values of a message, as whoever reads JSON has them. */
export const clusterValue: Target = {
  name: 'cluster-value',
  format: 'json',
  weight: 2,
  words: [
    'uid',
    'nsp',
    'type',
    'data',
    'opts',
    'rooms',
    'except',
    'flags',
    'packet',
    'requestId',
    'sockets',
    'clientCount',
    'handshake',
    '_placeholder',
    'num',
  ],
  run(input) {
    const value = attempt(() => JSON.parse(input) as unknown, SyntaxError);
    if (!value.isOk) return 'NOT_JSON';
    const read = attempt(() => readMessage(value.value), ProtocolError);
    if (!read.isOk) return codeOf(read.error);
    const again = readMessage(JSON.parse(JSON.stringify(read.value)));
    must(JSON.stringify(again) === JSON.stringify(read.value), 'reads another message from what it wrote');
    if ('data' in read.value && 'opts' in read.value.data) {
      const { rooms, except } = read.value.data.opts;
      must(
        [...rooms, ...except].every((room) => typeof room === 'string' || Number.isFinite(room)),
        'a room has no name',
      );
    }
    const { sender } = parseHead(headOf(read.value));
    must(sender === read.value.uid || read.value.uid.includes(' '), 'the head names another sender');
    return 'ok';
  },
};

/** Whether parts with their lengths make up all of it. */
function endsWhereItSays(bytes: Buffer): boolean {
  let at = 0;
  while (at + 4 <= bytes.length) at += 4 + bytes.readUInt32BE(at);
  return at === bytes.length;
}

function checkMessage(value: unknown, head: string): void {
  if (typeof value !== 'object' || value === null) return;
  const written = encodeMessage(head, value);
  must(
    decodeHead(written) === head && encodeMessage(head, decodeMessage(written) as object).equals(written),
    'reads another message from what it wrote',
  );
}
