// What Prometheus is told, read as it reads it, and compared with what happened.

import { describe, expect, test, vi } from 'vitest';
import { admin, administered, client, SERVER_KINDS } from '../../fixtures/admin/administered.ts';

type Samples = ReadonlyMap<string, number>;

/** The text format: `name{label="value"} 1`, with comments; each family has a type. */
function parse(text: string): Samples {
  const samples = new Map<string, number>();
  const typed = new Set<string>();
  for (const line of text.split('\n')) {
    const comment = /^# (HELP|TYPE) (\S+) (.*)$/.exec(line);
    if (comment?.[1] === 'TYPE') typed.add(comment[2] ?? '');
    if (line === '' || comment !== null) continue;
    const [, name = '', labels = '', value] = /^([a-zA-Z_:][\w:]*)(\{(?:\w+="(?:[^"\\\n]|\\.)*",?)*\})? (\S+)$/.exec(line) ?? [];
    if (name === '') throw new Error(`not a sample: ${line}`);
    if (!typed.has(name.replace(/_(bucket|sum|count)$/, '')) && !typed.has(name)) throw new Error(`of no type: ${line}`);
    if (samples.has(name + labels)) throw new Error(`twice: ${line}`);
    samples.set(name + labels, Number(value));
  }
  return samples;
}

describe.each(SERVER_KINDS)('on %s', (kind) => {
  test('tells on a path of the server how it does', async () => {
    const { io, url, http } = await administered(kind, { metrics: {} });
    io.of('/chat').on('connection', (socket) => void socket.join(['one', 'two']));
    io.on('connection', (socket) => socket.on('echo', (value: unknown, answer: (value: unknown) => void) => answer(value)));
    const answer = await fetch(`${url}/metrics`);
    expect(answer.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    const read = async (): Promise<Samples> => parse(await (await fetch(`${url}/metrics?x=1`)).text());
    expect((await read()).get('patchbay_connections_total')).toBe(0);

    const [one] = [await client(url), await client(url, {}, '/chat')];
    const polling = await client(url, { transports: ['polling'] });
    for (let n = 0; n < 10; n++) await one.socket.emitWithAck('echo', 'x'.repeat(100));
    const busy = await read();
    expect(Object.fromEntries([...busy].filter(([name]) => /^patchbay_(connected|rooms|clients|connections)/.test(name)))).toEqual({
      'patchbay_connected_sockets{namespace="/"}': 2,
      'patchbay_connected_sockets{namespace="/chat"}': 1,
      'patchbay_connected_sockets{namespace="/admin"}': 0,
      'patchbay_rooms{namespace="/"}': 2,
      'patchbay_rooms{namespace="/chat"}': 3,
      'patchbay_rooms{namespace="/admin"}': 0,
      'patchbay_clients{transport="websocket"}': 2,
      'patchbay_clients{transport="polling"}': 1,
      patchbay_connections_total: 3,
    });
    if (kind === 'ours') {
      // Three times CONNECT, and ten events.
      expect(busy.get('patchbay_packets_total{direction="in"}')).toBeGreaterThanOrEqual(13);
      expect(busy.get('patchbay_bytes_total{direction="in"}')).toBeGreaterThan(1000);
      expect(busy.get('patchbay_bytes_total{direction="out"}')).toBeGreaterThan(1000);
    } else {
      // It counts none, and counting costs: no number is better than a wrong one.
      expect([...busy.keys()].filter((name) => /^patchbay_(packets|bytes)/.test(name))).toEqual([]);
    }
    expect(busy.get('process_resident_memory_bytes')).toBeGreaterThan(1_000_000);
    expect(busy.has('nodejs_eventloop_lag_p99_seconds')).toBe(true);

    await fetch(`${url}/socket.io/?EIO=4&transport=none`);
    one.socket.disconnect();
    polling.socket.disconnect();
    const closed = (samples: Samples): number =>
      [...samples].reduce((sum, [name, value]) => sum + (name.startsWith('patchbay_disconnections_total{') ? value : 0), 0);
    await vi.waitUntil(async () => closed(await read()) === 2, { timeout: 5000 });
    const last = await read();
    expect(last.get('patchbay_connection_errors_total{code="0"}')).toBe(1);
    one.socket.connect();
    one.socket.emit('x'.repeat(5000));
    if (kind === 'ours')
      await vi.waitUntil(async () => (await read()).get('patchbay_limit_hits_total{limit="eventNameLength"}') === 1, { timeout: 5000 });
    else expect((await read()).has('patchbay_limit_hits_total')).toBe(false);
    expect(last.get('patchbay_clients{transport="websocket"}')).toBe(1);
    expect(last.get('patchbay_connections_total')).toBe(3);
    // What the program itself serves there is served as before.
    expect((await fetch(`${url}/other`)).status).toBe(404);
    expect(http.listenerCount('request')).toBe(1);
  });

  test('serves nobody on that path once it is closed', async () => {
    const { agent, url } = await administered(kind, { metrics: { path: '/stats' } });
    expect((await fetch(`${url}/stats`)).status).toBe(200);
    expect((await fetch(`${url}/metrics`)).status).toBe(404);
    await agent.close();
    expect((await fetch(`${url}/stats`)).status).toBe(404);
  });
});

test('on a port of its own it is on loopback, until it is closed', async () => {
  const { agent, url } = await administered('ours', { metrics: { port: 0 } });
  const own = (await agent.metricsUrl) ?? '';
  expect(own).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/metrics$/);
  expect(parse(await (await fetch(own)).text()).get('patchbay_connections_total')).toBe(0);
  expect((await fetch(own.replace('/metrics', '/'))).status).toBe(404);
  expect((await fetch(`${url}/metrics`)).status).toBe(404);
  await agent.close();
  await expect(fetch(own)).rejects.toThrow();
});

test('a port that is taken is told to who asks for the address, and ends nothing', async () => {
  const first = await administered('ours', { metrics: { port: 0 } });
  const { port } = new URL((await first.agent.metricsUrl) ?? '');
  const second = await administered('ours', { metrics: { port: Number(port) } });
  await expect(second.agent.metricsUrl).rejects.toThrow('EADDRINUSE');
  await admin(second.url);
});

test.each([undefined, '', 'Bearer', 'Bearer wrong', 'Basic secret', 'bearer secret', 'Bearer secretx', 'Bearer secre'])(
  'with a token, who sends %j is told nothing',
  async (authorization) => {
    const { url } = await administered('ours', { metrics: { token: 'secret' } });
    const answer = await fetch(`${url}/metrics`, authorization === undefined ? {} : { headers: { authorization } });
    expect([answer.status, await answer.text()]).toEqual([401, '']);
    expect((await fetch(`${url}/metrics`, { headers: { authorization: 'Bearer secret' } })).status).toBe(200);
  },
);

test('two servers of one process have their own figures', async () => {
  const [first, second] = [await administered('ours', { metrics: {} }), await administered('ours', { metrics: {} })];
  await client(first.url);
  expect(parse(await first.agent.metrics()).get('patchbay_connections_total')).toBe(1);
  expect(parse(await second.agent.metrics()).get('patchbay_connections_total')).toBe(0);
});

test('without metrics there are none', async () => {
  const { agent, url } = await administered('ours');
  await expect(agent.metrics()).rejects.toThrow('without the option `metrics`');
  expect([agent.metricsUrl, (await fetch(`${url}/metrics`)).status]).toEqual([null, 404]);
});
