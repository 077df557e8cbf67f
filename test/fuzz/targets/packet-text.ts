import { maskSecrets } from '../../../src/contract/secret-names.ts';
import { readHead } from '../../../src/core/admin/superset/packet-text.ts';
import { PACKET, type PacketType } from '../../../src/core/protocol/packet.ts';
import { exportSlice } from '../../../src/main/console/traffic/export-slice.ts';
import { packetDetail, packetRow } from '../../../src/main/console/traffic/packet-row.ts';
import { argumentsPreview, cut, payloadPreview, payloadStart } from '../../../src/main/console/traffic/packet-text.ts';
import { TrafficLog } from '../../../src/main/console/traffic/traffic-log.ts';
import { must, type Target } from '../target.ts';

const TYPES = Object.values(PACKET);
const HALF_PAIR = /\p{Surrogate}/u;

/** The text of a packet as a log has it: whole, cut, or by a server that says what is none. */
export const packetText: Target = {
  name: 'packet-text',
  format: 'text',
  weight: 4,
  words: [
    '2["a",',
    '51-["f",{"_placeholder":true,"num":0}]',
    '/chat?token=secret,',
    '"password":"x"',
    '{"auth":{"apiKey":"s"}}',
    '\\"',
    '\\',
    '"',
    ',',
    '[',
    '?',
    '&',
    '=',
    ':',
    '\ud83d\ude00',
    '"token": "',
  ],
  run(input) {
    must(payloadStart(input) <= input.length + 1, 'a payload starts behind its packet');
    for (const length of [0, 1, 20, 200]) {
      for (const shown of [argumentsPreview(input, true, length), argumentsPreview(input, false, length), payloadPreview(input, length)]) {
        must(shown.length <= length, 'a preview is too long');
      }
    }
    if (!HALF_PAIR.test(input)) must(!HALF_PAIR.test(cut(input, 0, input.length, 20)) || input.length <= 20, 'a preview ends with half of a pair');
    const masked = maskSecrets(input);
    must(masked.length <= 8 * input.length + 8, 'what is masked is much longer');
    must(maskSecrets(masked) === masked, 'what was masked is masked again');
    const told = readHead(input);
    inLog(input, told?.packetType ?? TYPES[input.length % TYPES.length] ?? PACKET.EVENT);
    return told === null ? 'NO_PACKET' : 'ok';
  },
};

function inLog(text: string, packetType: PacketType): void {
  const log = new TrafficLog();
  const attachments = text.includes('_placeholder') ? [Buffer.from('abc')] : [];
  const place = { direction: 'in', namespace: '/', socketId: 's', engineId: 'e', recipients: 1, rooms: [], except: [] } as const;
  log.append({ type: 'packet', at: 0, ...place, packetType, event: 'a', ackId: null, text, attachments, bytes: text.length });
  const entry = log.get(0);
  must(entry !== undefined, 'a packet is not in the log');
  packetRow(log, entry);
  packetDetail(log, entry);
  for (const withSecrets of [true, false]) {
    const { text: line } = exportSlice(
      log,
      { name: 'a', kind: 'server', url: null },
      { where: {}, seqs: null, format: 'jsonl', withSecrets, place: null },
    );
    must(line.endsWith('}\n') && typeof JSON.parse(line) === 'object', 'an export is no JSON');
  }
}
