import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { type ClientAddress, formatAddress, isPathEvident, parseAddress } from '../../../src/contract/client-address.ts';
import { clientSettings, namespaceName } from '../../../src/contract/client-settings.ts';

function addressOf(text: string): ClientAddress {
  const parsed = parseAddress(text);
  if (!parsed.isValid) throw new Error(`${text}: ${parsed.problem} ${parsed.value}`);
  return parsed.address;
}

function problemOf(text: string): readonly [string, string] | null {
  const parsed = parseAddress(text);
  return parsed.isValid ? null : [parsed.problem, parsed.value];
}

describe('an address', () => {
  test('names a namespace at the usual path', () => {
    expect(addressOf('https://host/live')).toEqual({ origin: 'https://host', path: '/socket.io', isPathGiven: false, namespace: '/live', query: [] });
    expect(addressOf('https://host')).toMatchObject({ namespace: '/', path: '/socket.io' });
    expect(addressOf('https://host/')).toMatchObject({ namespace: '/' });
    expect(addressOf('https://host/a/b/')).toMatchObject({ namespace: '/a/b' });
  });

  test('copied from a network panel names a path, and keeps what the client does not add itself', () => {
    expect(addressOf('https://host/ws/socket.io/?EIO=4&transport=polling&token=1&t=x&sid=2&b64=1')).toEqual({
      origin: 'https://host',
      path: '/ws/socket.io',
      isPathGiven: true,
      namespace: '/',
      query: [{ name: 'token', value: '1' }],
    });
    expect(addressOf('wss://host/realtime/?EIO=4&transport=websocket')).toMatchObject({ origin: 'wss://host', path: '/realtime', namespace: '/' });
    expect(addressOf('https://host/?EIO=4')).toMatchObject({ path: '/socket.io', isPathGiven: false });
  });

  test('may name both a path and a namespace', () => {
    expect(addressOf('https://host/ws/socket.io/live')).toMatchObject({ path: '/ws/socket.io', namespace: '/live' });
    expect(addressOf('https://host/socket.iox/live')).toMatchObject({ path: '/socket.io', isPathGiven: false, namespace: '/socket.iox/live' });
  });

  test('without a scheme is http on this machine and network, https elsewhere', () => {
    for (const host of [
      'localhost:3000',
      '127.0.0.1',
      '10.1.2.3:80',
      '192.168.0.4',
      '172.16.0.1',
      '[::1]:3000',
      '[fe80::1]',
      'api:3000',
      'box.local',
    ]) {
      expect([host, new URL(addressOf(host).origin).protocol]).toEqual([host, 'http:']);
    }
    for (const host of ['example.com', 'example.com:8443/live', '8.8.8.8', '172.32.0.1', '[2001:db8::1]:3000', '//example.com']) {
      expect([host, new URL(addressOf(host).origin).protocol]).toEqual([host, 'https:']);
    }
  });

  test('keeps the scheme of a WebSocket and drops a port that goes without saying', () => {
    expect(addressOf('ws://Host:80/live')).toMatchObject({ origin: 'ws://host', namespace: '/live' });
    expect(addressOf(' WSS://host:3000 ')).toMatchObject({ origin: 'wss://host:3000' });
  });

  test('keeps a namespace as it is typed', () => {
    expect(addressOf('https://host/直播 间%20')).toMatchObject({ namespace: '/直播 间%20' });
  });

  test('says which part of it is wrong', () => {
    expect(problemOf('  ')).toEqual(['EMPTY', '']);
    expect(problemOf('ftp://host')).toEqual(['SCHEME', 'ftp:']);
    expect(problemOf('https://')).toEqual(['HOST', '']);
    expect(problemOf('https://a b/live')).toEqual(['HOST', 'a b']);
    expect(problemOf('localhost:70000')).toEqual(['PORT', '70000']);
    expect(problemOf('https://me:secret@host')).toEqual(['CREDENTIALS', 'me:secret']);
    expect(problemOf(`https://host/${'n'.repeat(600)}`)).toEqual(['TOO_LONG', '601']);
    expect(problemOf('x'.repeat(3000))).toEqual(['TOO_LONG', '3000']);
  });

  test('whatever is typed, the result fits the settings or is a problem', () => {
    const { origin, path } = clientSettings.shape;
    const fits = z.object({ origin, path, namespace: namespaceName });
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary', maxLength: 80 }), fc.webUrl({ withQueryParameters: true })), (text) => {
        const parsed = parseAddress(text);
        if (parsed.isValid) expect(fits.safeParse(parsed.address).success).toBe(true);
        else expect(parsed.problem).not.toBe('');
      }),
      { numRuns: 1000 },
    );
  });

  test('written down and read again is the same', () => {
    const segment = fc.stringMatching(/^[a-z\d_.-]{1,8}$/).filter((text) => !/^(?:socket|engine)\.io$/.test(text));
    const namespace = fc.array(segment, { maxLength: 3 }).map((segments) => `/${segments.join('/')}`);
    const path = fc.array(segment, { maxLength: 2 }).map((segments) => `/${[...segments, 'socket.io'].join('/')}`);
    const origin = fc.constantFrom('http://localhost:3000', 'https://example.com', 'ws://[::1]:81', 'wss://a.b.c');
    fc.assert(
      fc.property(origin, path, namespace, (...parts) => {
        const [from, at, name] = parts;
        expect(isPathEvident(at)).toBe(true);
        expect(addressOf(formatAddress({ origin: from, path: at, namespace: name }))).toMatchObject({ origin: from, path: at, namespace: name });
      }),
    );
  });

  test('a path that looks like a namespace is not put into the text', () => {
    expect(formatAddress({ origin: 'https://host', path: '/realtime', namespace: '/live' })).toBe('https://host/live');
    expect(isPathEvident('/realtime')).toBe(false);
  });
});

test.each(['host\\socket.io', 'host\\/socket.io', 'host/\\socket.io'])('a backslash behind the host of %j is a slash', (text) => {
  expect(parseAddress(text)).toMatchObject({ isValid: true, address: { path: '/socket.io', isPathGiven: true, namespace: '/' } });
});

test('an address with backslashes is written as one that leads to the same place', () => {
  const address = addressOf('host\\socket.io/\\socket.io');
  expect(addressOf(formatAddress(address))).toMatchObject({ path: address.path, namespace: address.namespace });
});

test('an origin that is too long with the scheme that was left out is a problem', () => {
  expect(parseAddress('a'.repeat(2045))).toMatchObject({ isValid: false, problem: 'TOO_LONG', value: String('http://'.length + 2045) });
});

test('a host that becomes none in ASCII is a problem', () => {
  expect(parseAddress('\ufe37')).toMatchObject({ isValid: false, problem: 'HOST' });
});
