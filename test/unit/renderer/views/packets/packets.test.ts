import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { afterAll, expect, it } from 'vitest';
import { fillMessage, messageTemplate } from '../../../../../src/contract/message.ts';
import type { PacketDetail } from '../../../../../src/contract/rows.ts';
import { packetCode } from '../../../../../src/renderer/views/packets/packet-code.ts';
import { argumentDifferences, fieldDifferences } from '../../../../../src/renderer/views/packets/packet-diff.ts';
import { templateOfPacket, wholeEvent } from '../../../../../src/renderer/views/packets/packet-message.ts';
import { packetRow } from '../../rows.ts';

const SERVER = { hasSockets: true, hasAcks: true };
const folder = mkdtempSync(join(tmpdir(), 'patchbay-code-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function detail(text: string, change: Partial<PacketDetail> = {}): PacketDetail {
  return { ...packetRow(1), text, isTruncated: false, binary: [], rooms: [], except: [], answers: [], ...change };
}

const BYTES = [
  { base64: 'AP8H', bytes: 3 },
  { base64: 'aGk=', bytes: 2 },
];
const binary = detail('52-["file",{"_placeholder":true,"num":1},{"deep":[{"_placeholder":true,"num":0}]}]', {
  event: 'file',
  attachments: 2,
  binary: BYTES,
});

it('becomes the message that sends the same, nested bytes included', () => {
  const read = templateOfPacket(binary, SERVER);
  if (!read.isSendable) return expect.fail(read.why);
  expect(messageTemplate.parse(read.value)).toEqual(read.value);
  expect(read.value).toMatchObject({ event: 'file', target: { to: 'sockets', namespace: '/', socketIds: ['socket-a'] }, attachments: ['AP8H'] });
  expect(read.value.args[0]).toEqual({ type: 'binary', base64: 'aGk=', name: null });
  const filled = fillMessage(read.value, { variables: {}, n: 1, nowMs: 0, random: () => 0 });
  expect(filled).toMatchObject({
    message: { args: [{ _placeholder: true, num: 1 }, { deep: [{ _placeholder: true, num: 0 }] }], attachments: ['AP8H', 'aGk='] },
  });
});

it('keeps every kind of value, and what only looks like a variable', () => {
  const args = ['plain', 'has {{name}}', 1.5, true, null, { 'a{{b}}': ['{{$uuid}}'] }];
  const read = templateOfPacket(detail(`2${JSON.stringify(['chat', ...args])}`), SERVER);
  if (!read.isSendable) return expect.fail(read.why);
  expect(read.value.args.map(({ type }) => type)).toEqual(['text', 'json', 'number', 'boolean', 'null', 'json']);
  expect(fillMessage(read.value, { variables: {}, n: 1, nowMs: 0, random: () => 0 })).toMatchObject({ isValid: true, message: { args } });
});

it('goes to the same rooms, to everyone of a namespace, or to the other end', () => {
  const broadcast = detail('2["chat"]', { direction: 'out', socketId: null, rooms: ['a'], except: ['b'], namespace: '/chat', ackId: 4 });
  const targetOf = (packet: PacketDetail, source = SERVER) => {
    const read = templateOfPacket(packet, source);
    return read.isSendable ? [read.value.target, read.value.ackTimeoutMs] : null;
  };
  expect(targetOf(broadcast)).toEqual([{ to: 'rooms', namespace: '/chat', rooms: ['a'], except: ['b'] }, 5000]);
  expect(targetOf({ ...broadcast, rooms: [] })).toEqual([{ to: 'namespace', namespace: '/chat', except: ['b'] }, 5000]);
  expect(targetOf(broadcast, { hasSockets: false, hasAcks: false })).toEqual([{ to: 'namespace', namespace: '/chat', except: [] }, null]);
});

it('says why a packet can not be sent again', () => {
  const why = (packet: PacketDetail) => {
    const read = wholeEvent(packet);
    return read.isSendable ? null : read.why;
  };
  expect(why(detail('3["ok"]', { kind: 'ack', event: null }))).toBe('kind');
  expect(why(detail('2["chat","cut', {}))).toBe('text');
  expect(why(detail('2["chat"]', { isTruncated: true }))).toBe('text');
  expect(why({ ...binary, binary: [{ base64: 'AP8H', bytes: 5000 }, ...BYTES.slice(1)] })).toBe('bytes');
  expect(why({ ...binary, binary: BYTES.slice(1) })).toBe('bytes');
});

const HOSTILE = detail(
  `2${JSON.stringify(['it"s\n\u2028', { ['__proto__']: 1, "k'\\": ['</script>', '`', '\ud83d\ude00', '\ud800'] }, [], {}, -0.5, 1e21, false, null])}`,
  {
    event: 'it"s\n\u2028',
    namespace: '/a"b',
    ackId: 3,
  },
);

it.each([
  ['bytes', binary],
  ['hostile texts', HOSTILE],
  ['a broadcast', detail('2["chat"]', { event: 'chat', socketId: null, rooms: ['a', 'b'], except: ['c'] })],
] as const)('is code that runs in JavaScript and in Python: %s', (_, packet) => {
  for (const form of ['client', 'server', 'python'] as const) {
    const code = packetCode(packet, form, 'http://127.0.0.1:3000') ?? expect.fail();
    const file = join(folder, `${form}.${form === 'python' ? 'py' : 'mjs'}`);
    writeFileSync(file, code);
    if (form !== 'python') execFileSync(process.execPath, ['--check', file]);
    else if (spawnSync('python3', ['--version']).status === 0) execFileSync('python3', ['-m', 'py_compile', file]);
  }
});

it('has in its code the values that were sent', () => {
  const code = packetCode(HOSTILE, 'server', null) ?? expect.fail();
  const sent: unknown[] = [];
  const io = { of: () => io, to: () => io, except: () => io, timeout: () => io, emitWithAck: (...args: unknown[]) => sent.push(...args) };
  // As a program of its own would.
  runInNewContext(`(async () => { ${code} })()`, { io, Buffer, console: { log: () => {} } });
  expect(JSON.stringify(sent)).toBe(HOSTILE.text.slice(1));
  const file = packetCode(binary, 'server', null) ?? expect.fail();
  expect(file).toContain('Buffer.from("AP8H", "base64")');
  expect(packetCode({ ...binary, isTruncated: true }, 'client', null)).toBeNull();
});

it('differs from another by value, with its place', () => {
  const left = detail('2["chat",{"a":1,"b":[1,2],"gone":true},"same"]');
  const right = detail('2["chat",{"a":2,"b":[1,2,3],"n w":null},"same"]', { bytes: 13 });
  const differences = [...(argumentDifferences(left, right) ?? [])].sort((a, b) => a.path.localeCompare(b.path));
  expect(differences).toEqual([
    { type: 'changed', path: '[0].a', left: '1', right: '2' },
    { type: 'added', path: '[0].b[2]', left: '', right: '3' },
    { type: 'removed', path: '[0].gone', left: 'true', right: '' },
    { type: 'added', path: '[0]["n w"]', left: '', right: 'null' },
  ]);
  expect(fieldDifferences(left, right)).toEqual([{ field: 'bytes', left: '12', right: '13' }]);
  expect(argumentDifferences(left, left)).toEqual([]);
  expect(argumentDifferences(left, detail('2["chat","cut'))).toBeNull();
});

it('differs by bytes, not by where they stand among the attachments', () => {
  const swapped = { ...binary, text: binary.text.replace(/"num":(\d)/g, (_, num) => `"num":${1 - Number(num)}`), binary: [...BYTES].reverse() };
  expect(argumentDifferences(binary, swapped)).toEqual([]);
  expect(argumentDifferences(binary, { ...binary, binary: [...BYTES].reverse() })).toHaveLength(2);
});
