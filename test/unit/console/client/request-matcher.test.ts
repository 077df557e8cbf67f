import { expect, it } from 'vitest';
import { RequestMatcher } from '../../../../src/main/console/client/request-matcher.ts';
import { MAX_REPLY_REQUESTS } from '../../../../src/main/console/limits.ts';
import { ack, packet } from '../records.ts';

function matcherWith(...requests: readonly (readonly [event: string, seq: number])[]): RequestMatcher {
  const matcher = new RequestMatcher();
  for (const [event, seq] of requests) matcher.onPacket(packet({ event, ackId: seq }), seq);
  return matcher;
}

it('finds requests in their order, past those that were not handed over', () => {
  const matcher = matcherWith(['a', 1], ['b', 2], ['a', 3]);
  expect(matcher.take('/', 'b')?.seq).toBe(2);
  expect(matcher.take('/', 'a')?.seq).toBe(3);
  expect(matcher.take('/', 'a')).toBeUndefined();
});

it('keeps namespaces apart', () => {
  const matcher = matcherWith(['a', 1]);
  expect(matcher.take('/chat', 'a')).toBeUndefined();
  matcher.drop('/');
  expect(matcher.take('/', 'a')).toBeUndefined();
});

it('knows only what asks for an acknowledgement', () => {
  const matcher = new RequestMatcher();
  matcher.onPacket(packet({ ackId: null }), 1);
  matcher.onPacket(packet({ direction: 'out', ackId: 1 }), 2);
  matcher.onPacket(ack({ ackId: 1 }), 3);
  expect(matcher.take('/', 'hello')).toBeUndefined();
});

it('holds no more than can wait for a reply', () => {
  const matcher = new RequestMatcher();
  for (let seq = 0; seq < MAX_REPLY_REQUESTS + 5; seq++) matcher.onPacket(packet({ ackId: seq }), seq);
  expect(matcher.take('/', 'hello')?.seq).toBe(5);
});
