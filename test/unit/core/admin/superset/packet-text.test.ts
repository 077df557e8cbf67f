import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readHead } from '../../../../../src/core/admin/superset/packet-text.ts';

test.each([
  ['0', { packetType: 0, namespace: '/', ackId: null, event: null, attachments: 0 }],
  ['0/admin,{"token":"x"}', { packetType: 0, namespace: '/admin' }],
  ['0/admin?token=x,', { packetType: 0, namespace: '/admin' }],
  ['1/chat,', { packetType: 1, namespace: '/chat' }],
  ['1/chat', { packetType: 1, namespace: '/chat' }],
  ['2["hello",1]', { packetType: 2, namespace: '/', event: 'hello' }],
  ['2/chat,12["say \\"hi\\"\\u0041",1]', { packetType: 2, namespace: '/chat', ackId: 12, event: 'say "hi"A' }],
  ['2[7,"no name"]', { packetType: 2, event: null }],
  ['2["bad \\q",1]', { packetType: 2, event: null }],
  ['2["no end', { packetType: 2, event: 'no end' }],
  ['312[]', { packetType: 3, ackId: 12 }],
  ['4{"message":"no"}', { packetType: 4, namespace: '/' }],
  ['52-/chat,7["up",{"_placeholder":true,"num":0}]', { packetType: 2, attachments: 2, namespace: '/chat', ackId: 7, event: 'up' }],
  ['61-3[{"_placeholder":true,"num":0}]', { packetType: 3, attachments: 1, ackId: 3 }],
])('reads %s', (text, head) => {
  expect(readHead(text)).toMatchObject(head);
});

test.each(['', '7[]', 'x', '-1', '5["no count"]', '51["no dash"]', '{}'])('%j is no packet', (text) => {
  expect(readHead(text)).toBeNull();
});

const namespaces = fc.oneof(
  fc.constant('/'),
  fc.string({ maxLength: 20 }).map((name) => `/${name.replaceAll(/[,?]/g, '')}`),
);

test('reads whatever a client writes', () => {
  fc.assert(
    fc.property(namespaces, fc.option(fc.nat()), fc.string(), fc.array(fc.jsonValue()), fc.nat(10), (namespace, ackId, event, args, attachments) => {
      const data = JSON.stringify([event, ...args]);
      const head = `${attachments === 0 ? '2' : `5${attachments}-`}${namespace === '/' ? '' : `${namespace},`}`;
      expect(readHead(`${head}${ackId ?? ''}${data}`)).toEqual({ packetType: 2, attachments, namespace, ackId, event });
    }),
  );
});

test('no text whatever makes it throw', () => {
  const texts = fc.oneof(
    fc.string(),
    fc.tuple(fc.constantFrom('0', '2', '3', '5', '6'), fc.string({ unit: 'binary' })).map((parts) => parts.join('')),
  );
  fc.assert(fc.property(texts, (text) => void readHead(text)));
});
