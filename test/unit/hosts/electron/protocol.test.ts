import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { FakeElectron } from './fake-electron.ts';

vi.mock('electron', async () => (await import('./fake-electron.ts')).fakeElectron());

// The mock: it is no Electron, whatever its name says.
const { protocol } = (await import('electron')) as unknown as FakeElectron;
const { registerRendererScheme, serveRenderer } = await import('../../../../src/main/electron/protocol.ts');

let root: string;

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'patchbay-'));
  writeFileSync(join(root, 'index.html'), '<p>console</p>');
  serveRenderer(root);
});

afterAll(() => rmSync(root, { recursive: true }));

async function get(url: string, method = 'GET'): Promise<Response> {
  const handler = protocol.handle.mock.calls[0]?.[1];
  if (handler === undefined) throw new Error('nothing is handled');
  return handler({ url, method } as Request);
}

it('is a scheme like https to the page', () => {
  registerRendererScheme();
  const privileges = { standard: true, secure: true, supportFetchAPI: true, codeCache: true };
  expect(protocol.registerSchemesAsPrivileged).toHaveBeenCalledWith([{ scheme: 'app', privileges }]);
});

it('serves the page under the same policy as the browser host', async () => {
  const response = await get('app://patchbay/');
  expect([response.status, await response.text()]).toEqual([200, '<p>console</p>']);
  expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
  expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
});

it.each([['app://patchbay/../package.json'], ['app://patchbay/%2e%2e%2fpackage.json'], ['app://other/'], ['app://patchbay/missing.js']])(
  'does not serve %s',
  async (url) => {
    expect((await get(url)).status).toBe(404);
  },
);

it('takes no other method', async () => {
  expect((await get('app://patchbay/', 'POST')).status).toBe(404);
});
