// Engine.IO, "Transports": JSONP polling.
import { createContext, runInContext } from 'node:vm';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { jsonpWrapping } from '../../src/core/engine/transports/jsonp.ts';
import { MAX_FORM_FIELDS } from '../../src/core/limits.ts';
import { type RunningEngine, startEngine } from '../fixtures/engine-server.ts';

function opened(server: RunningEngine, query: string) {
  return server.openPolling(query);
}

const received: unknown[] = [];
const page = createContext({ ___eio: Array.from({ length: 20 }, () => (payload: unknown) => received.push(payload)) });

/** What a page would get. */
function run(script: string): unknown[] {
  runInContext(script, page);
  return received.splice(0);
}

test('the answer is a script that calls the function of the index in the query', async () => {
  const { handshake } = await opened(await startEngine(), 'EIO=4&j=3');
  expect(handshake.text).toMatch(/^___eio\[3\]\("0\{\\"sid\\":\\"[\w-]{20}\\".*\}"\);$/);
  expect(handshake.headers).toMatchObject({
    'content-type': 'text/javascript; charset=UTF-8',
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
  });
});

test('only the digits of the index are written', async () => {
  const { handshake } = await opened(await startEngine(), 'EIO=4&j=1]%3Balert(2)%3B[3');
  expect(handshake.text.startsWith('___eio[123]("')).toBe(true);
});

test.each(['EIO=4&j=0', 'EIO=3&j=0'])('a script is JavaScript whatever the message is (%s)', async (query) => {
  const client = await opened(await startEngine({ allowEIO3: true }), query);
  const message = '"\u2028\u2029\n\\</script>€😀';
  client.session.send(message);
  const { text } = await client.get();
  expect(text).not.toMatch(/[\u2028\u2029\n]/);
  expect(run(text)).toEqual([query.startsWith('EIO=4') ? `4${message}` : `${message.length + 1}:4${message}`]);
});

test.each(['EIO=4&j=0', 'EIO=3&j=0'])('bytes are base64, as a script has none (%s)', async (query) => {
  const client = await opened(await startEngine({ allowEIO3: true }), query);
  client.session.send(Buffer.from([1, 2, 3]));
  expect(run((await client.get()).text)).toEqual([query.startsWith('EIO=4') ? 'bAQID' : '6:b4AQID']);
});

test('a POST is a form with the payload as its field d, with newlines escaped', async () => {
  const client = await opened(await startEngine(), 'EIO=4&j=0');
  const received: unknown[] = [];
  client.session.on('message', (data) => received.push(data));
  for (const payload of ['4a b+c€', '4a\\nb', '4a\\\\nb', '4\\\\\\n']) {
    const body = `d=${encodeURIComponent(payload)}`;
    expect(await client.post(body, { 'content-type': 'application/x-www-form-urlencoded' })).toMatchObject({ status: 200, text: 'ok' });
  }
  expect(received).toEqual(['a b+c€', 'a\nb', 'a\\nb', '\\\\n']);
});

test('a form without the field brings nothing', async () => {
  const client = await opened(await startEngine(), 'EIO=4&j=0');
  expect(await client.post('x=4a')).toMatchObject({ status: 200, text: 'ok' });
  expect(client.session.readyState).toBe('open');
});

test('the field is looked for among MAX_FORM_FIELDS, and no more', () => {
  const { unwrap } = jsonpWrapping('0');
  expect(unwrap(`${'x=1&'.repeat(MAX_FORM_FIELDS - 1)}d=4a`)).toBe('4a');
  expect(unwrap(`${'x=1&'.repeat(MAX_FORM_FIELDS)}d=4a`)).toBeNull();
  expect(unwrap('d=')).toBe('');
});

test('a large script is compressed', async () => {
  const client = await opened(await startEngine(), 'EIO=4&j=0');
  client.session.send('x'.repeat(5000));
  expect((await client.get({ headers: { 'accept-encoding': 'gzip' } })).headers).toMatchObject({
    'content-encoding': 'gzip',
    'content-type': 'text/javascript; charset=UTF-8',
  });
});

test('whatever a payload is, a script brings it as it is, and a form takes it back', () => {
  const { wrap, unwrap } = jsonpWrapping('0');
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary' }).filter((payload) => !/\p{Surrogate}/u.test(payload)),
      (payload) => {
        expect(run(wrap(payload))).toEqual([payload]);
        // As the clients write a form: newlines escaped, and what looks like one, too.
        const escaped = payload.replace(/\\n/g, '\\\\n').replace(/\n/g, '\\n');
        expect(unwrap(`d=${encodeURIComponent(escaped)}`)).toBe(payload);
      },
    ),
    { numRuns: 200 },
  );
});

test('no form whatever crashes it', () => {
  const { unwrap } = jsonpWrapping('0');
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.string().map((text) => `d=${text}`),
      ),
      (body) => {
        expect(['string', 'object']).toContain(typeof unwrap(body));
      },
    ),
  );
});
