import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { plainRequests, requireFolder } from '../../../../../src/main/console/sources/server/plain-requests.ts';

let root: string;
let folder: string;
let server: Server;
let served = '';

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'patchbay-static-'));
  folder = join(root, 'www');
  mkdirSync(join(folder, '.git'), { recursive: true });
  mkdirSync(join(root, 'www-private'));
  writeFileSync(join(folder, 'index.html'), '<p>hello</p>');
  writeFileSync(join(folder, 'app.js'), 'start();');
  writeFileSync(join(folder, '.env'), 'KEY=planted');
  writeFileSync(join(folder, '.git', 'config'), 'planted');
  writeFileSync(join(root, 'outside.txt'), 'planted');
  writeFileSync(join(root, 'www-private', 'a.txt'), 'planted');
  server = createServer(plainRequests(() => served)).listen(0, '127.0.0.1');
  await once(server, 'listening');
});

afterAll(() => {
  server.close();
  rmSync(root, { recursive: true });
});

/** As it is: `fetch` would tidy the path. */
async function get(path: string, method = 'GET'): Promise<{ readonly status: number; readonly type: string; readonly body: string }> {
  const { port } = server.address() as AddressInfo;
  const asked = request({ host: '127.0.0.1', port, path, method, agent: false }).end();
  const [answer] = await once(asked, 'response');
  let body = '';
  for await (const chunk of answer) body += chunk;
  return { status: answer.statusCode, type: answer.headers['content-type'] ?? '', body };
}

test('serves the files of the folder with their types', async () => {
  served = folder;
  expect(await get('/')).toEqual({ status: 200, type: 'text/html; charset=utf-8', body: '<p>hello</p>' });
  expect(await get('/app.js?v=1')).toEqual({ status: 200, type: 'text/javascript; charset=utf-8', body: 'start();' });
  expect(await get('/app.js', 'HEAD')).toMatchObject({ status: 200, body: '' });
});

test.each([
  '/../outside.txt',
  '/%2e%2e/outside.txt',
  '/..%2foutside.txt',
  '/..%5coutside.txt',
  '/../www-private/a.txt',
  '/%2e%2e%2fwww-private/a.txt',
  '/app.js%00.txt',
  '/.env',
  '/%2eenv',
  '/.git/config',
  '/missing.html',
  '//etc/passwd',
])('does not serve %s', async (path) => {
  served = folder;
  const { status, body } = await get(path);
  expect(status).toBe(404);
  expect(body).not.toContain('planted');
});

test('takes no other method', async () => {
  served = folder;
  expect(await get('/app.js', 'DELETE')).toMatchObject({ status: 405 });
});

test('says what it is where it has no folder, from the next request on', async () => {
  served = folder;
  await get('/');
  served = '';
  expect((await get('/')).body).toContain('Patchbay Socket.IO server');
  expect(await get('/app.js')).toMatchObject({ status: 404 });
});

test('a folder has to be there, be one, and be named from the root', async () => {
  await expect(requireFolder('')).resolves.toBeUndefined();
  await expect(requireFolder(folder)).resolves.toBeUndefined();
  for (const bad of ['www', join(root, 'nowhere'), join(folder, 'app.js')]) {
    await expect(requireFolder(bad)).rejects.toMatchObject({ code: 'BAD_STATIC_FOLDER', message: expect.stringContaining(bad) });
  }
});
