import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { PACKET } from '../../../../src/core/protocol/packet.ts';
import {
  MAX_LOG_BYTES,
  MAX_LOG_PACKETS,
  MAX_RECORDING_BYTES,
  MAX_RECORDING_LINE,
  MAX_RECORDING_NAMESPACES,
} from '../../../../src/main/console/limits.ts';
import { RecordingReader } from '../../../../src/main/console/recording/recording-reader.ts';
import { exportSlice } from '../../../../src/main/console/traffic/export-slice.ts';
import { packetDetail, packetRow } from '../../../../src/main/console/traffic/packet-row.ts';
import { TrafficLog } from '../../../../src/main/console/traffic/traffic-log.ts';
import { ack, broadcast, disconnection, packet } from '../records.ts';

const SOURCE = { name: 'Shop', kind: 'server', url: 'http://127.0.0.1:3000' } as const;
const HEAD = JSON.stringify({ patchbay: 'recording', version: 1, source: SOURCE });

function exported(log: TrafficLog, where: { readonly filter?: string } = {}): string {
  let text = '';
  let place = null;
  do {
    const slice: ReturnType<typeof exportSlice> = exportSlice(log, SOURCE, {
      where: { heartbeats: true, ...where },
      seqs: null,
      format: 'recording',
      withSecrets: true,
      place,
    });
    text += slice.text;
    place = slice.next;
  } while (place !== null);
  return text;
}

async function read(text: string, sliceLength = text.length + 1): Promise<RecordingReader> {
  const reader = new RecordingReader();
  for (let start = 0; start < text.length; start += sliceLength) await reader.write(text.slice(start, start + sliceLength));
  reader.end();
  return reader;
}

function rowsOf(log: TrafficLog) {
  return Array.from({ length: log.nextSeq - log.firstSeq }, (_, index) => {
    const entry = log.get(log.firstSeq + index);
    return entry === undefined ? null : { row: packetRow(log, entry), detail: packetDetail(log, entry) };
  });
}

/** One of each kind, and of each thing a packet may have. */
function mixedLog(): TrafficLog {
  const log = new TrafficLog();
  const stop = log.watchHeartbeats();
  log.append(packet({ text: '2["hello",{"a":[1,null,"\u2028ü"]}]', at: 1000 }));
  const text = '51-/live,["file",{"_placeholder":true,"num":0},"=1+1"]';
  log.append(packet({ event: 'file', namespace: '/live', text, attachments: [Buffer.from([0, 255, 7])], at: 1001 }));
  log.append(packet({ text: '217["ask"]', event: 'ask', ackId: 17, direction: 'out', at: 1002 }));
  log.append(ack({ ackId: 17, at: 1044 }));
  log.append(broadcast({ text: '23["news"]', event: 'news', ackId: 3, rooms: ['a', 'b'], except: ['c'], at: 1050 }));
  log.append(ack({ ackId: 3, at: 1060, socketId: 's2' }));
  log.append(ack({ ackId: 3, at: 1070, socketId: 's3' }));
  log.append(packet({ packetType: PACKET.CONNECT, event: null, text: '0/live,{"sid":"s1"}', namespace: '/live', at: 1071, direction: 'out' }));
  log.append(packet({ packetType: PACKET.CONNECT_ERROR, event: null, text: '4{"message":"no"}', socketId: null, at: 1072, direction: 'out' }));
  log.append(packet({ packetType: PACKET.DISCONNECT, event: null, text: '1', at: 1073 }));
  const cut = { isTextCut: true, attachmentBytes: [9000] };
  log.append(packet({ text: '2["cut', event: 'cut', attachments: [Buffer.from('begin')], at: 1074, ...cut }));
  log.append(packet({ text: '26["who"]', event: 'who', ackId: 6, at: 1075 }));
  log.appendClosed(disconnection({ reason: 'ping timeout', at: 1080 }));
  log.appendHeartbeat({ type: 'heartbeat', at: 1090, engineId: 'e1', rttMs: 1.25 });
  log.appendDropped({ count: 12, from: 1000, until: 2000, cause: 'server' });
  stop();
  return log;
}

describe('a recording that is read', () => {
  it('shows the rows that were exported, with their times, payloads, attachments and acknowledgements', async () => {
    const log = mixedLog();
    const { log: recorded, facts, namespaces, hasHeartbeats } = await read(exported(log));
    expect(rowsOf(recorded)).toEqual(rowsOf(log));
    expect(facts).toEqual({ source: SOURCE, span: { from: 1000, until: 1090 }, rows: 14, unreadable: 0 });
    expect([...namespaces]).toEqual(['/', '/live']);
    expect(hasHeartbeats).toBe(true);
    expect(recorded.bytes).toBeLessThanOrEqual(log.bytes + 1000);
  });

  it('is the same however its text is cut', async () => {
    const text = exported(mixedLog());
    const whole = rowsOf((await read(text)).log);
    for (const length of [1, 7, 100]) expect(rowsOf((await read(text, length)).log)).toEqual(whole);
    expect(rowsOf((await read(`\uFEFF${text.replaceAll('\n', '\r\n')}\r\n\n`)).log)).toEqual(whole);
  });

  it('exports again as it was', async () => {
    const text = exported(mixedLog());
    expect(exported((await read(text)).log)).toBe(text);
  });

  it('needs no head, where its first line is a row', async () => {
    const { facts, log } = await read(exported(mixedLog()).split('\n').slice(1).join('\n'));
    expect(facts).toMatchObject({ source: null, rows: 14, unreadable: 0 });
    expect(log.nextSeq).toBe(15);
  });

  it('keeps what became of a packet, though what answers it was not exported', async () => {
    const { log } = await read(exported(mixedLog(), { filter: 'kind:event' }));
    expect(rowsOf(log)[2]?.row).toMatchObject({ event: 'ask', ack: { state: 'acknowledged', latencyMs: 42 } });
    expect(rowsOf(log)[3]?.row).toMatchObject({ event: 'news', ack: { state: 'partial', received: 2, expected: 3 } });
  });

  it('keeps the latency that was measured, which its times do not have', async () => {
    const log = new TrafficLog();
    log.append(packet({ text: '217["ask"]', event: 'ask', ackId: 17, direction: 'out', at: 1000.1 }));
    log.append(ack({ ackId: 17, at: 1000.35 }));
    const { log: recorded } = await read(exported(log));
    const entry = recorded.get(0);
    expect(entry?.ack).toEqual({ state: 'acknowledged', latencyMs: log.get(0)?.answers[0]?.latencyMs });
    expect(entry?.answers).toEqual([{ seq: 1, socketId: 's1', latencyMs: log.get(0)?.answers[0]?.latencyMs }]);
  });

  it('has any event with any arguments as it was', async () => {
    const event = fc.record({ name: fc.string(), args: fc.array(fc.jsonValue()), bytes: fc.array(fc.uint8Array(), { maxLength: 3 }) });
    await fc.assert(
      fc.asyncProperty(fc.array(event, { maxLength: 8 }), async (events) => {
        const log = new TrafficLog();
        for (const { name, args, bytes } of events) {
          const content = JSON.stringify([name, ...args]);
          const text = bytes.length === 0 ? `2${content}` : `5${bytes.length}-${content}`;
          log.append(packet({ event: name, text, attachments: bytes }));
        }
        expect(rowsOf((await read(exported(log))).log)).toEqual(rowsOf(log));
      }),
      { numRuns: 200 },
    );
  });
});

const ROW = {
  seq: 0,
  time: '2026-11-24T02:31:05.123Z',
  kind: 'event',
  direction: 'in',
  namespace: '/',
  socketId: 's1',
  recipients: 1,
  event: 'hello',
  args: [],
  bytes: 10,
  attachments: [],
  ackId: null,
  ack: null,
  ackFor: null,
  rooms: [],
  except: [],
};
const deep = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;

describe('a line that can not be read', () => {
  it.each<[string, string]>([
    ['is no JSON', '{"seq":1,"ti'],
    ['is no object', '7'],
    ['is null', 'null'],
    ['is of no kind that there is', JSON.stringify({ ...ROW, kind: 'whatever' })],
    ['is of a kind that every object has', JSON.stringify({ ...ROW, kind: '__proto__' })],
    ['has no time', JSON.stringify({ ...ROW, time: 'yesterday' })],
    ['has a time that is none', JSON.stringify({ ...ROW, time: '2026-99-99T00:00:00.000Z' })],
    ['has bytes of another type', JSON.stringify({ ...ROW, bytes: '10' })],
    ['has less than no bytes', JSON.stringify({ ...ROW, bytes: -1 })],
    ['has an event without a name', JSON.stringify({ ...ROW, event: null })],
    ['has an acknowledgement with a name', JSON.stringify({ ...ROW, kind: 'ack' })],
    ['has a namespace that is none', JSON.stringify({ ...ROW, namespace: '[1]' })],
    ['has arguments that are none', JSON.stringify({ ...ROW, args: { length: 3 } })],
    ['is nested deeper than a packet may be', JSON.stringify(ROW).replace('"args":[]', `"args":${deep(1002)}`)],
    ['is nested far deeper', JSON.stringify(ROW).replace('"args":[]', `"args":${deep(500_000)}`)],
    ['has an attachment without bytes', JSON.stringify({ ...ROW, attachments: [{}] })],
    ['has a state that is none', JSON.stringify({ ...ROW, ack: { state: 'acknowledged', latencyMs: 'soon' } })],
    ['has a reason that is too long', JSON.stringify({ ...ROW, kind: 'closed', reason: 'x'.repeat(1001) })],
    ['has a heartbeat whose connection has too long an id', JSON.stringify({ ...ROW, kind: 'heartbeat', engineId: 'x'.repeat(101), rttMs: 1 })],
    ['is a head', HEAD],
  ])('%s, is counted, and the others are read', async (_what, line) => {
    const { facts, log } = await read([HEAD, JSON.stringify(ROW), line, JSON.stringify(ROW)].join('\n'));
    expect(facts).toMatchObject({ rows: 2, unreadable: 1 });
    expect(log.nextSeq).toBe(2);
  });

  it('is the last, which was cut', async () => {
    const text = exported(mixedLog());
    const { facts } = await read(text.slice(0, -20));
    expect(facts).toMatchObject({ rows: 14, unreadable: 1 });
  });

  it('brings no member of its own to other objects', async () => {
    const line = JSON.stringify(ROW).replace('"args":[]', '"args":[{"__proto__":{"isAdmin":true}}],"__proto__":{"isTextCut":true}');
    const { log } = await read(`${HEAD}\n${line}`);
    expect(packetDetail(log, log.get(0) ?? expect.fail()).text).toBe('2["hello",{"__proto__":{"isAdmin":true}}]');
    expect(({} as { isAdmin?: boolean }).isAdmin).toBeUndefined();
  });

  it('leaves no gap: an answer is found by its place in the file', async () => {
    const asked = { ...ROW, seq: 1000, direction: 'out', ackId: 1, ack: { state: 'acknowledged', latencyMs: 2.5 } };
    const answer = { ...ROW, seq: 1007, kind: 'ack', event: null, ackId: 1, ackFor: 1000 };
    const { log } = await read([HEAD, '7', JSON.stringify(ROW), JSON.stringify(asked), JSON.stringify(answer)].join('\n'));
    expect(log.get(1)?.answers).toEqual([{ seq: 2, socketId: 's1', latencyMs: 2.5 }]);
    expect(log.get(2)?.ackFor).toBe(1);
  });

  it('names no row of its own as what it answers', async () => {
    const asked = { ...ROW, seq: 5, ackId: 1, ack: { state: 'pending' } };
    const answer = { ...ROW, kind: 'ack', event: null, ackFor: 5 };
    const { log } = await read(
      [HEAD, { ...answer, ackFor: 9 }, answer, asked].map((line) => (line === HEAD ? line : JSON.stringify(line))).join('\n'),
    );
    expect([0, 1].map((seq) => log.get(seq)?.ackFor)).toEqual([null, null]);
    expect(log.get(2)?.ack).toEqual({ state: 'pending' });
  });
});

describe('a file that is refused', () => {
  it.each<[string, string, string]>([
    ['of a later version', HEAD.replace('"version":1', '"version":2'), 'RECORDING_TOO_NEW'],
    ['with a head that says nothing of its source', '{"patchbay":"recording","version":1}', 'BAD_RECORDING'],
    ['of no version', HEAD.replace('"version":1', '"version":"1"'), 'BAD_RECORDING'],
    ['that is empty', '', 'BAD_RECORDING'],
    ['of sources', '{"format":"patchbay-sources","version":1,"sources":[]}', 'BAD_RECORDING'],
    ['that is one JSON object of traffic', `{"log":{"version":"1.0","entries":[\n${JSON.stringify(ROW)}\n]}}`, 'BAD_RECORDING'],
    ['of something else', '\u0089PNG\r\n\u001a\n', 'BAD_RECORDING'],
  ])('%s', async (_what, text, code) => {
    await expect(read(text)).rejects.toMatchObject({ code });
  });
});

describe('the bounds of a recording', () => {
  it('reads MAX_RECORDING_BYTES, and no more', async () => {
    const reader = await read(`${HEAD}\n`);
    const line = `${'é'.repeat(1024 * 1024 - 1)}x\n`;
    const parts = Math.floor(MAX_RECORDING_BYTES / Buffer.byteLength(line));
    for (let part = 0; part < parts - 1; part++) await reader.write(line);
    await expect(reader.write(line + line)).rejects.toMatchObject({ code: 'RECORDING_TOO_LARGE' });
    expect(reader.facts.unreadable).toBe(parts - 1);
  });

  it('counts a line longer than MAX_RECORDING_LINE as unreadable, and keeps none of it', async () => {
    const reader = await read(`${HEAD}\n`);
    const parse = vi.spyOn(JSON, 'parse');
    for (let length = 0; length <= MAX_RECORDING_LINE; length += 1024 * 1024) await reader.write('7'.repeat(1024 * 1024));
    await reader.write(`\n${JSON.stringify(ROW)}`);
    reader.end();
    expect(Math.max(...parse.mock.calls.map(([text]) => text.length))).toBeLessThan(1000);
    parse.mockRestore();
    expect(reader.facts).toMatchObject({ rows: 1, unreadable: 1 });
  });

  it('knows MAX_RECORDING_NAMESPACES by name, and has the rows of all', async () => {
    const rows = Array.from({ length: MAX_RECORDING_NAMESPACES + 1 }, (_, index) => JSON.stringify({ ...ROW, namespace: `/${index}` }));
    const { namespaces, log } = await read([HEAD, ...rows].join('\n'));
    expect(namespaces.size).toBe(MAX_RECORDING_NAMESPACES);
    expect(log.nextSeq).toBe(MAX_RECORDING_NAMESPACES + 1);
  });

  it('keeps the newest MAX_LOG_PACKETS, and tells of the others as dropped', async () => {
    const row = JSON.stringify(ROW);
    const { log, facts } = await read(`${HEAD}\n${`${row}\n`.repeat(MAX_LOG_PACKETS + 2)}`);
    expect(log.nextSeq - log.firstSeq).toBe(MAX_LOG_PACKETS);
    expect(log.loss).toMatchObject({ count: 2, cause: 'buffer' });
    expect(facts.rows).toBe(MAX_LOG_PACKETS + 2);
  });

  it('keeps MAX_LOG_BYTES, whatever the lines say of their size', async () => {
    const reader = await read(`${HEAD}\n`);
    const large = `${JSON.stringify({ ...ROW, args: ['x'.repeat(2_000_000)], bytes: 0 })}\n`;
    for (let index = 0; index < 40; index++) await reader.write(large);
    expect(reader.log.bytes).toBeLessThanOrEqual(MAX_LOG_BYTES);
    expect(reader.log.evicted).toBeGreaterThan(5);
    const { evicted } = reader.log;
    await reader.write(`${JSON.stringify({ ...ROW, bytes: Number.MAX_SAFE_INTEGER })}\n`);
    expect(reader.log.evicted - evicted).toBeLessThan(2);
  });

  it('lets others have their turn while it reads', async () => {
    const text = `${HEAD}\n${`${JSON.stringify({ ...ROW, args: [{ a: [1, 2, 3] }] })}\n`.repeat(20_000)}`;
    const reader = new RecordingReader();
    let turns = 0;
    const timer = setInterval(() => turns++, 1);
    await reader.write(text);
    clearInterval(timer);
    expect(turns).toBeGreaterThan(3);
    expect(reader.log.nextSeq).toBe(20_000);
  });
});
