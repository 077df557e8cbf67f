// A secret of its own in every place that can have one; then the console does what it does, and every byte that came out is
// searched for them. What may show which is said where it is looked at.

import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hashSync } from 'bcryptjs';
import { Server } from 'socket.io';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { DEFAULT_ADMIN_SETTINGS } from '../../../src/contract/admin-settings.ts';
import type { CallParams } from '../../../src/contract/calls.ts';
import type { Channel } from '../../../src/contract/channel.ts';
import { type Client, createClient } from '../../../src/contract/client.ts';
import { DEFAULT_CLIENT_SETTINGS } from '../../../src/contract/client-settings.ts';
import { EXPORT_FORMATS } from '../../../src/contract/export-calls.ts';
import type { FeedName, FeedParams } from '../../../src/contract/feeds.ts';
import { DEFAULT_SERVER_SETTINGS } from '../../../src/contract/server-settings.ts';
import { instrument } from '../../../src/core/admin/index.ts';
import { type Console, createConsole } from '../../../src/main/console/console.ts';
import type { SecretBox } from '../../../src/main/console/store/secret-box.ts';
import { listening } from '../../fixtures/listening.ts';
import { localPair } from '../../fixtures/local-pair.ts';

const PLANTED = [
  'serverToken serverKey serverPassphrase redisPassword agentPassword',
  'auth namespaceAuth namespaceQuery query bearer apiKey cookie clientKey clientPassphrase proxyPassword',
  'adminPassword adminSession adminQuery adminHeader adminKey adminProxy',
  'payload nested variable',
]
  .join(' ')
  .split(' ');
const secretOf = (place: string): string => `PLANTED-${place}-7f3a`;

/** Which of them are in a text: as they are, in base64, or as a URL has them. */
function foundIn(text: string): readonly string[] {
  return PLANTED.filter((place) => {
    const secret = secretOf(place);
    const base64 = Buffer.from(secret).toString('base64');
    return [secret, base64.replace(/.=*$/, ''), encodeURIComponent(secret)].some((form) => text.includes(form));
  });
}

/** A keychain that seals: nothing of a text is in what is kept of it. */
const box: SecretBox = {
  seal: (text) => `sealed:${Buffer.from([...Buffer.from(text)].map((byte) => byte ^ 0x5a)).toString('hex')}`,
  open: (sealed) => Buffer.from([...Buffer.from(sealed.slice(7), 'hex')].map((byte) => byte ^ 0x5a)).toString(),
};

const pair = (name: string, place: string, prefix = '') => ({ name, value: `${prefix}${secretOf(place)}`, isOn: true });
const tlsOf = (place: string, passphrase: string) => ({
  ...DEFAULT_CLIENT_SETTINGS.tls,
  key: secretOf(place),
  passphrase: secretOf(passphrase),
  rejectUnauthorized: false,
});

let folder: string;
let console_: Console;
let page: Client;
let sourcesId: Record<'server' | 'client' | 'admin', string>;
/** Whatever came to the page, by what it was of. */
let frames: { readonly of: string; readonly text: string }[];
let printed: string[];
/** What the server of the program was asked: start lines. */
let asked: string[];
let port: number;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'patchbay-secrets-'));
  frames = [];
  asked = [];
  printed = [];
  for (const stream of [process.stdout, process.stderr]) {
    const write = stream.write.bind(stream);
    vi.spyOn(stream, 'write').mockImplementation((chunk: string | Uint8Array, ...rest: unknown[]) => {
      printed.push(String(chunk));
      return write(chunk, ...(rest as []));
    });
  }
  await startProgram();
  console_ = createConsole({ version: '0.0.0', host: 'browser', dataFolder: folder, secretBox: box, onProblem: (text) => printed.push(text) });
  const [pageEnd, consoleEnd] = localPair();
  console_.attach(consoleEnd);
  page = createClient(recorded(pageEnd));
  sourcesId = await addSources();
});

afterEach(async () => {
  await console_.close();
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true, force: true });
});

/** An official server with our agent, which writes down what it is asked. */
async function startProgram(): Promise<void> {
  const http = createServer((_request, response) => response.writeHead(404).end());
  const io = new Server(http);
  const agent = instrument(io, { auth: { type: 'basic', username: 'admin', password: hashSync(secretOf('adminPassword'), 4) }, mode: 'development' });
  const onAsked = ({ method, url }: IncomingMessage) => asked.push(`${method} ${url}`);
  http.on('request', onAsked).on('upgrade', onAsked);
  // Refuses, and says why with what it was shown: servers do.
  io.of('/refuses').use(({ handshake }, next) => next(Object.assign(new Error('no'), { data: { password: handshake.auth.token } })));
  io.of('/chat').on('connection', (socket) => {
    socket.emit('welcome', { password: secretOf('payload'), deep: [{ session_id: 'x', accessToken: secretOf('nested') }], name: 'shown' });
  });
  port = await listening(http);
  const { onTestFinished } = await import('vitest');
  onTestFinished(async () => {
    await agent.close();
    await io.close();
  });
}

/** The page's end, with what came over it. */
function recorded(channel: Channel): Channel {
  const names = new Map<number, string>();
  return {
    send(frame) {
      const { type, id, name, feed } = frame as { type: string; id: number; name?: string; feed?: string };
      if (type === 'call' || type === 'subscribe') names.set(id, name ?? feed ?? '');
      channel.send(frame);
    },
    onFrame: (listener) =>
      channel.onFrame((frame) => {
        const { id } = frame as { readonly id: number };
        frames.push({ of: names.get(id) ?? '', text: JSON.stringify(frame) });
        listener(frame);
      }),
    onClose: (listener) => channel.onClose(listener),
    close: () => channel.close(),
  };
}

async function addSources(): Promise<Record<'server' | 'client' | 'admin', string>> {
  const add = async (wanted: CallParams<'source.add'>): Promise<string> => (await page.call('source.add', wanted)).sourceId;
  const server = await add({
    kind: 'server',
    name: 'local',
    host: '127.0.0.1',
    port: 0,
    settings: {
      ...DEFAULT_SERVER_SETTINGS,
      token: secretOf('serverToken'),
      tls: { isOn: false, cert: '', key: secretOf('serverKey'), passphrase: secretOf('serverPassphrase') },
      adapter: { type: 'redis', url: `redis://user:${secretOf('redisPassword')}@127.0.0.1:1/0` },
    },
  });
  const administration = { isOn: true, namespace: '/admin', username: 'ada', mode: 'development', isReadOnly: false, metricsPath: null } as const;
  await page.call('source.update', { sourceId: server, administration: { ...administration, password: secretOf('agentPassword') } });
  const client = await add({
    kind: 'client',
    name: 'program',
    settings: {
      ...DEFAULT_CLIENT_SETTINGS,
      origin: `http://127.0.0.1:${port}`,
      auth: { token: secretOf('auth') },
      namespaces: [
        { name: '/chat', auth: { jwt: secretOf('namespaceAuth') } },
        { name: '/refuses', auth: null },
        { name: `/missing?token=${secretOf('namespaceQuery')}`, auth: null },
      ],
      query: [pair('token', 'query')],
      headers: [pair('Authorization', 'bearer', 'Bearer '), pair('X-Api-Key', 'apiKey')],
      cookies: [pair('sid', 'cookie')],
      tls: tlsOf('clientKey', 'clientPassphrase'),
      reconnection: { ...DEFAULT_CLIENT_SETTINGS.reconnection, isOn: false },
    },
  });
  const admin = await add({
    kind: 'admin',
    name: 'remote',
    settings: {
      ...DEFAULT_ADMIN_SETTINGS,
      origin: `http://127.0.0.1:${port}`,
      credentials: { type: 'password', username: 'admin', password: secretOf('adminPassword') },
      query: [pair('api_key', 'adminQuery')],
      headers: [pair('Authorization', 'adminHeader', 'Bearer ')],
      tls: tlsOf('adminKey', 'adminKey'),
    },
  });
  return { server, client, admin };
}

/** What the page is told of a feed from now on. */
function watch<Name extends FeedName>(feed: Name, params: FeedParams<Name>): () => string {
  const texts: string[] = [];
  page.subscribe(
    feed,
    params,
    (batch) => texts.push(JSON.stringify(batch)),
    () => {},
  );
  return () => texts.at(-1) ?? '';
}

/** Connects and fails to, both ways, and finds out why. */
async function live(): Promise<void> {
  const { server, client, admin } = sourcesId;
  for (const feed of ['sources', 'notices', 'variables', 'history', 'messages'] as const) watch(feed, {});
  const connection = watch('connection', { sourceId: client });
  const administered = watch('admin', { sourceId: admin });
  watch('audit', { sourceId: admin });
  watch('traffic', { sourceId: client, where: {} });
  const doctor = watch('doctor', { sourceId: client });
  // There is no Redis behind it, and a key that is none: both are told.
  await page.call('source.start', { sourceId: server }).catch(() => {});
  await page.call('source.start', { sourceId: client }).catch(() => {});
  await page.call('source.start', { sourceId: admin }).catch(() => {});
  const ready = { timeout: 15_000, interval: 20 };
  await vi.waitFor(() => expect(connection()).toMatch(/"refused".*"curl"/), ready);
  await vi.waitFor(() => expect(administered()).toMatch(/"peer":\{/), ready);
  await page.call('variables.set', { variables: [{ name: 'apiToken', value: secretOf('variable') }] });
  await page.call('doctor.start', { sourceId: client });
  await vi.waitFor(() => expect(doctor()).toContain('"state":"done"'), ready);
  // Behind a proxy that is not there, with a name and a password.
  const settings = { ...DEFAULT_CLIENT_SETTINGS, origin: `http://127.0.0.1:${port}`, proxy: `http://me:${secretOf('proxyPassword')}@127.0.0.1:1` };
  const { sourceId: proxied } = await page.call('source.add', { kind: 'client', name: 'proxied', settings });
  const far = watch('connection', { sourceId: proxied });
  await page.call('source.start', { sourceId: proxied }).catch(() => {});
  await vi.waitFor(() => expect(far()).toMatch(/"failure":\{/), ready);
  const session = { type: 'session', sessionId: secretOf('adminSession') } as const;
  const adminSettings = { ...settings, ...DEFAULT_ADMIN_SETTINGS, credentials: session, proxy: `http://me:${secretOf('adminProxy')}@127.0.0.1:1` };
  const { sourceId: away } = await page.call('source.add', { kind: 'admin', name: 'away', settings: adminSettings });
  const lost = watch('connection', { sourceId: away });
  await page.call('source.start', { sourceId: away }).catch(() => {});
  await vi.waitFor(() => expect(lost()).toMatch(/"failure":\{/), ready);
}

function filesOf(at: string): readonly string[] {
  return readdirSync(at).flatMap((name) => (statSync(join(at, name)).isDirectory() ? filesOf(join(at, name)) : [join(at, name)]));
}

it('nothing that is printed, kept in a file, or asked for by a URL has a secret that has no business there', { timeout: 60_000 }, async () => {
  await live();
  const changed = JSON.stringify(await page.call('store.describe', {}));
  expect(foundIn(changed)).toEqual([]);
  await console_.close();
  // It is searched at all: what was printed to somebody is there.
  process.stdout.write('');
  expect(foundIn(printed.join('\n'))).toEqual([]);
  const files = filesOf(folder);
  expect(files.map((file) => file.slice(folder.length + 1))).toContain('sources.json');
  for (const file of files) expect([file.slice(folder.length), foundIn(readFileSync(file, 'latin1'))]).toEqual([file.slice(folder.length), []]);
  // Those a person put into the query, and no other.
  expect(asked.length).toBeGreaterThan(4);
  expect(foundIn(asked.join('\n')).toSorted()).toEqual(['adminQuery', 'query']);
});

it('what takes sources and traffic elsewhere leaves the secrets behind, in every format', { timeout: 60_000 }, async () => {
  await live();
  const { text, secrets } = await page.call('sources.export', { sourceIds: null });
  expect(foundIn(text)).toEqual([]);
  expect(secrets).toBeGreaterThan(18);
  const { client } = sourcesId;
  for (const format of EXPORT_FORMATS) {
    const whole = { sourceId: client, where: {}, seqs: null, format, place: null };
    const { text: masked } = await page.call('traffic.export', { ...whole, withSecrets: false });
    expect([format, foundIn(masked)]).toEqual([format, []]);
    expect(masked).toContain('shown');
    const { text: open } = await page.call('traffic.export', { ...whole, withSecrets: true });
    expect(foundIn(open)).toEqual(expect.arrayContaining(['payload', 'nested']));
  }
});

it('a page is sent secrets for the forms that edit them and the packets it reads, and nowhere else', { timeout: 60_000 }, async () => {
  await live();
  await page.call('server.settings', { sourceId: sourcesId.server });
  const leaking = new Set(frames.filter(({ text }) => foundIn(text).length > 0).map(({ of }) => of));
  // Settings are of `connection`, `admin` and `server.settings`; packets are of `traffic`.
  expect([...leaking].toSorted()).toEqual(['admin', 'connection', 'server.settings', 'traffic', 'variables']);
  // An agent's password is a hash from the first moment on, and is shown to nobody again.
  expect(frames.map(({ text }) => text).join('\n')).not.toContain(secretOf('agentPassword'));
  // What an attempt, a stage, a refusal and the doctor say of a failure has no part of the settings.
  for (const { of, text } of frames.filter(({ of: feed }) => feed === 'connection' || feed === 'admin')) {
    const { data } = JSON.parse(text) as { readonly data?: Readonly<Record<string, unknown>> };
    const { settings: _settings, curl: _curl, ...told } = data ?? {};
    // A namespace goes by its name, and that may have a query.
    expect([of, foundIn(JSON.stringify(told)).filter((place) => place !== 'namespaceQuery')]).toEqual([of, []]);
  }
});
