// docs/admin-protocol.md, replayed: what its examples send is understood, and what they say comes back has that shape.

import { readFileSync } from 'node:fs';
import { describe, expect, onTestFinished, test } from 'vitest';
import { administered, BASIC, client, TestClient } from '../../fixtures/admin/administered.ts';
import { RawPeer } from '../../fixtures/admin/agent-process.ts';

const DOCUMENT = readFileSync('docs/admin-protocol.md', 'utf8');
const CREDENTIALS = { username: 'admin', password: 'changeit' };
/** In the document, of a socket that is there, and of a session. */
const SHOWN_SOCKET = 'F5uH2QEUuh4mgNOjROZc';
const SHOWN_SESSION = 'GbT3ROgnfHTanZyf1iS5yc09ipClQJUm';
/** Objects with members of any name. */
const MAPS: ReadonlySet<string> = new Set(['headers', 'query', 'data', 'transports', 'protocols', 'disconnects', 'refusals', 'auth']);
/** Members whose value is a word of the protocol. */
const WORDS: ReadonlySet<string> = new Set(['ok', 'code', 'type', 'state', 'isDone', 'supportedFeatures', 'version', 'limits', 'message']);

interface Example {
  readonly section: string;
  readonly isSuperset: boolean;
  readonly lines: readonly { readonly isSent: boolean; readonly text: string }[];
}

const examples: readonly Example[] = DOCUMENT.split(/^## /m).flatMap((part) =>
  [...part.matchAll(/^```wire (base|superset)\n([\s\S]*?)^```$/gm)].map(([, kind, body = '']) => ({
    section: part.slice(0, part.indexOf('\n')),
    isSuperset: kind === 'superset',
    lines: body
      .trim()
      .split('\n')
      .map((line) => ({ isSent: line.startsWith('> '), text: line.slice(2) })),
  })),
);

test('the document has an example of every message of the superset', () => {
  const wire = readFileSync('src/core/admin/wire.ts', 'utf8') + readFileSync('src/core/admin/superset/admin-session.ts', 'utf8');
  const messages = new Set([...wire.matchAll(/[`']x_([a-z]+)/g)].map(([, name]) => `"x_${name}`));
  messages.delete('"x_admin');
  const text = examples.flatMap(({ lines }) => lines.map((line) => line.text)).join('\n');
  expect(messages.size).toBeGreaterThan(15);
  expect([...messages].filter((message) => !text.includes(message))).toEqual([]);
});

test('the document lists every code of a refusal', () => {
  const wire = readFileSync('src/core/admin/wire.ts', 'utf8');
  const [, codes = ''] = /XRefusalCode = (.*);/.exec(wire) ?? [];
  const doors = /readonly code: (.*'NOT_ADMINISTERED');/.exec(readFileSync('src/core/admin/auth/authenticator.ts', 'utf8'))?.[1] ?? '';
  const listed = [...DOCUMENT.matchAll(/^\| `([A-Z_]+)` \|/gm)].map((match) => match[1]);
  expect(listed.sort()).toEqual([...`${codes} ${doors}`.matchAll(/'([A-Z_]+)'/g)].map((match) => match[1]).sort());
});

describe('the examples of', () => {
  test.each(examples.map((example, index) => [`${example.section} (${index})`, example] as const))('%s', { timeout: 30_000 }, async (_, example) => {
    const { io, url } = await administered('ours', { auth: BASIC, mode: 'development', serverStatsInterval: 200 });
    io.on('connection', (socket) => {
      void socket.join('lobby');
      socket.on('ask', (_question: unknown, answer: (word: string) => void) => {
        answer('yes');
        socket.emit('told', 1);
      });
      // Later than its first picture.
      setTimeout(() => {
        socket.data = { user: 'ada' };
      }, 20);
    });
    const there = await client(url, { query: { token: 'secret' } });
    there.socket.on('are you there', (answer: (word: object) => void) => answer({ pong: true }));
    const known = new Map([[SHOWN_SOCKET, there.id]]);
    if (example.lines.some(({ isSent, text }) => isSent && text.includes(SHOWN_SESSION))) {
      const [sessionId] = await (await new TestClient(`${url}/admin`, CREDENTIALS).connect()).event('session');
      known.set(SHOWN_SESSION, String(sessionId));
    }
    const peer = await new RawPeer(url, example.isSuperset ? '&x_admin=1' : '').opened();
    if (!example.lines[0]?.text.startsWith('40')) {
      peer.say(`40/admin,${JSON.stringify(CREDENTIALS)}`);
      await peer.hears('42/admin,["config"');
    }
    keepBusy(url, there, (name) => void io.of(name));
    for (const { isSent, text } of example.lines) {
      if (isSent) peer.say([...known].reduce((sent, [shown, actual]) => sent.replaceAll(shown, actual), text));
      else await heard(peer, text);
    }
    expect(peer.received.length).toBeGreaterThan(1);
  });
});

/** Clients and admins that do what the examples tell of, again and again, until the test ends. */
function keepBusy(url: string, there: TestClient, addNamespace: (name: string) => void): void {
  let round = 0;
  const boss = new TestClient(`${url}/admin`, CREDENTIALS);
  void boss.connect();
  const timer = setInterval(() => {
    addNamespace(`/later-${round++}`);
    there.socket.emit('ask', 'what?', () => {});
    boss.socket.emit('join', '/', 'joined', there.id);
    const passing = new TestClient(url);
    void passing.connect().then(() => {
      passing.socket.emit('ask', 'what?', () => {});
      passing.socket.emit('picture', Buffer.from([1, 2, 3]));
      setTimeout(() => passing.socket.disconnect(), 1300);
    });
  }, 150);
  onTestFinished(() => clearInterval(timer));
}

/** Resolves once a packet of that shape has come. */
async function heard(peer: RawPeer, shown: string): Promise<void> {
  const expected = parse(shown);
  const deadline = Date.now() + 15_000;
  for (;;) {
    if (peer.received.some((text) => isAlike(expected, parse(text)))) return;
    if (Date.now() > deadline) {
      const near = peer.received.filter((text) => parse(text)?.head === expected?.head).slice(-3);
      throw new Error(`never came: ${shown}\nbut: ${near.join('\n     ')}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

interface Parsed {
  /** Types, namespace, and the acknowledgement's id. */
  readonly head: string;
  readonly data: unknown;
}

function parse(text: string): Parsed | null {
  const [, head, json] = /^(4\d(?:\d+-)?(?:\/[^,]*,)?\d*)(.*)$/s.exec(text) ?? [];
  if (head === undefined || json === undefined) return null;
  try {
    return { head, data: json === '' ? null : (JSON.parse(json) as unknown) };
  } catch {
    return null;
  }
}

function isAlike(expected: Parsed | null, actual: Parsed | null): boolean {
  if (expected === null || actual === null || expected.head.replace(/\d+-/, '-') !== actual.head.replace(/\d+-/, '-')) return false;
  if (!Array.isArray(expected.data) || !Array.isArray(actual.data)) return hasShape('', expected.data, actual.data);
  // The name of an event, and its arguments one by one.
  const isEvent = expected.head.startsWith('42') || expected.head.startsWith('45');
  if (isEvent && expected.data[0] !== actual.data[0]) return false;
  const given: readonly unknown[] = actual.data;
  return expected.data.length === given.length && expected.data.every((value, index) => hasShape('', value, given[index]));
}

function hasShape(key: string, expected: unknown, actual: unknown): boolean {
  if (WORDS.has(key)) return JSON.stringify(expected) === JSON.stringify(actual);
  // What a server does not count, or does not know yet.
  if (expected === null || actual === null) return true;
  if (typeof expected !== 'object' || typeof actual !== 'object') return typeof expected === typeof actual;
  if (Array.isArray(expected) || Array.isArray(actual)) return isListAlike(expected, actual);
  if (MAPS.has(key)) return true;
  const [wanted, given] = [expected as Readonly<Record<string, unknown>>, actual as Readonly<Record<string, unknown>>];
  const keys = Object.keys(wanted);
  return keys.length === Object.keys(given).length && keys.every((name) => name in given && hasShape(name, wanted[name], given[name]));
}

/** One that is shown is one of many. */
function isListAlike(expected: unknown, actual: unknown): boolean {
  if (!Array.isArray(expected) || !Array.isArray(actual)) return false;
  const [first, ...others] = expected as readonly unknown[];
  if (first === undefined) return true;
  if (others.length > 0 && typeof first !== 'object') return expected.length === actual.length;
  return actual.some((item) => hasShape('', first, item));
}
