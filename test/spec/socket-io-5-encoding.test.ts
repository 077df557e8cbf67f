// Socket.IO protocol, revision 5: "Packet encoding", with the document's own examples, and "Sample session".
import { expect, test } from 'vitest';
import { Decoder } from '../../src/core/protocol/decode.ts';
import { encode } from '../../src/core/protocol/encode.ts';
import { PACKET, type Packet } from '../../src/core/protocol/packet.ts';
import { RawWebSocket, startServer } from '../fixtures/core-server.ts';

const A = Buffer.from([1, 2, 3, 4]);
const B = Buffer.from([3, 4]);

const EXAMPLES: readonly (readonly [packet: Packet, text: string, ...attachments: Buffer[]])[] = [
  [{ type: PACKET.CONNECT, nsp: '/' }, '0'],
  [{ type: PACKET.CONNECT, nsp: '/', data: { sid: 'wZX3oN0bSVIhsaknAAAI' } }, '0{"sid":"wZX3oN0bSVIhsaknAAAI"}'],
  [{ type: PACKET.CONNECT, nsp: '/admin' }, '0/admin,'],
  [{ type: PACKET.CONNECT, nsp: '/admin', data: { sid: 'oSO0OpakMV_3jnilAAAA' } }, '0/admin,{"sid":"oSO0OpakMV_3jnilAAAA"}'],
  [{ type: PACKET.CONNECT_ERROR, nsp: '/', data: { message: 'Not authorized' } }, '4{"message":"Not authorized"}'],
  [{ type: PACKET.EVENT, nsp: '/', data: ['foo'] }, '2["foo"]'],
  [{ type: PACKET.EVENT, nsp: '/admin', data: ['bar'] }, '2/admin,["bar"]'],
  [{ type: PACKET.EVENT, nsp: '/', data: ['baz', A] }, '51-["baz",{"_placeholder":true,"num":0}]', A],
  [{ type: PACKET.EVENT, nsp: '/admin', data: ['baz', A, B] }, '52-/admin,["baz",{"_placeholder":true,"num":0},{"_placeholder":true,"num":1}]', A, B],
  [{ type: PACKET.EVENT, nsp: '/', id: 12, data: ['foo'] }, '212["foo"]'],
  [{ type: PACKET.ACK, nsp: '/', id: 12, data: [] }, '312[]'],
  [{ type: PACKET.EVENT, nsp: '/admin', id: 13, data: ['foo'] }, '2/admin,13["foo"]'],
  [{ type: PACKET.ACK, nsp: '/admin', id: 13, data: ['bar'] }, '3/admin,13["bar"]'],
  [{ type: PACKET.EVENT, nsp: '/', id: 14, data: ['foo', A] }, '51-14["foo",{"_placeholder":true,"num":0}]', A],
  [{ type: PACKET.ACK, nsp: '/', id: 15, data: ['bar', A] }, '61-15["bar",{"_placeholder":true,"num":0}]', A],
  [{ type: PACKET.DISCONNECT, nsp: '/' }, '1'],
  [{ type: PACKET.DISCONNECT, nsp: '/admin' }, '1/admin,'],
];

test.each(EXAMPLES.map(([packet, text, ...attachments]) => ({ packet, text, attachments })))(
  'the encoding format: $text',
  ({ packet, text, attachments }) => {
    expect(encode(packet)).toEqual({ head: text, attachments });
    const decoder = new Decoder();
    const decoded = [text, ...attachments].map((message) => decoder.add(message)).at(-1);
    expect(decoded).toMatchObject(packet);
  },
);

test('the namespace is only included if it is different from the main namespace, and its comma may be left out at the end', () => {
  expect(encode({ type: PACKET.EVENT, nsp: '/', data: ['a'] }).head).not.toContain('/');
  expect(new Decoder().add('0/admin')).toMatchObject({ type: PACKET.CONNECT, nsp: '/admin' });
});

test('the sample session', async () => {
  const server = await startServer();
  const heard: unknown[] = [];
  server.io.on('connection', (socket) => {
    socket.emit('hey', 'Jude');
    socket.onAny((...event) => heard.push(event));
    socket.on('disconnect', (reason) => heard.push(reason));
  });
  const request1 = await server.http('transport=polling');
  expect([request1.status, request1.headers.get('content-type')]).toEqual([200, 'text/plain; charset=UTF-8']);
  const open = await request1.text();
  expect(open).toMatch(/^0\{"sid":"[\w-]{20}","upgrades":\["websocket"\],"pingInterval":25000,"pingTimeout":20000,"maxPayload":1000000\}$/);
  const { sid } = JSON.parse(open.slice(1)) as { sid: string };
  const query = `transport=polling&sid=${sid}`;
  const post = async (body: string): Promise<string> => (await server.http(query, { method: 'POST', body })).text();
  const get = async (): Promise<string> => (await server.http(query)).text();
  expect(await post('40')).toBe('ok');
  // The approval and the event share a payload, as they are sent in one tick.
  expect((await get()).split('\x1e')).toEqual([expect.stringMatching(/^40\{"sid":"[\w-]{20}"\}$/), '42["hey","Jude"]']);
  expect(await post('42["hello"]\x1e42["world"]')).toBe('ok');
  expect(heard).toEqual([['hello'], ['world']]);

  const ws = new RawWebSocket(`${server.url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket&sid=${sid}`);
  await ws.send('2probe');
  expect(await ws.next()).toBe('3probe');
  await ws.send('5', '40/admin,', '42["again"]', '41');
  expect(await ws.next()).toBe('44/admin,{"message":"Invalid namespace"}');
  ws.ws.close();
  await ws.closed;
  expect(heard.slice(2)).toEqual([['again'], 'client namespace disconnect']);
});
