// Administering somebody else's server, end to end: an official server with the official agent, what a person sees and does,
// and what its clients saw of it.
import { createServer, type Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from '@playwright/test';
import { instrument } from '@socket.io/admin-ui';
import { Server } from 'socket.io';
import { io as connectClient, type Socket } from 'socket.io-client';
import { expect, test } from './host.ts';

/** Bcrypt of `changeit`, in few rounds. */
const PASSWORD_HASH = '$2b$04$RP5tRu8JLSgYxEyqIX9Glu8Roou6m2njZHosFuWzV7aU9PGidRdEO';
const ROOMS = ['lobby', 'lobby', 'vip'];

interface Running {
  readonly url: string;
  readonly http: HttpServer;
  readonly io: Server;
  readonly clients: readonly Socket[];
}

let server: Running;

async function start(mode: 'development' | 'production'): Promise<void> {
  const http = createServer();
  const io = new Server(http);
  instrument(io, { auth: { type: 'basic', username: 'admin', password: PASSWORD_HASH }, mode, serverId: 'api-1' });
  for (const name of ['/', '/chat']) {
    io.of(name).on('connection', (socket) => {
      void socket.join(socket.handshake.auth.rooms ?? []);
      socket.on('note', (text) => socket.emit('noted', text));
    });
  }
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  const clients = ROOMS.map((room) => connectClient(`${url}/chat`, { forceNew: true, reconnection: false, auth: { rooms: [room] } }));
  await Promise.all(clients.map((client) => new Promise<void>((resolve) => client.once('connect', resolve))));
  server = { url, http, io, clients };
}

test.afterEach(async () => {
  for (const client of server.clients) client.disconnect();
  await server.io.close();
});

async function logIn(page: Page, { password = 'changeit', environment }: { password?: string; environment?: string } = {}): Promise<void> {
  await page.getByTestId('start-admin-url').fill(server.url);
  await page.getByTestId('start-admin').click();
  await page.getByTestId('admin-username').fill('admin');
  await page.getByTestId('admin-password').fill(password);
  await page.getByTestId('admin-name').fill('Shop');
  if (environment !== undefined) await page.getByTestId(`environment-${environment}`).click();
  await page.getByTestId('admin-connect').click();
}

/** What a client is told next under a name. */
function next(client: Socket | undefined, event: string): Promise<readonly unknown[]> {
  return new Promise((resolve) => client?.once(event, (...args: unknown[]) => resolve(args)));
}

test('a person logs in to an official server, broadcasts to a room, and disconnects a socket', async ({ page }) => {
  await start('development');
  const [first, second, third] = server.clients;

  await test.step('a wrong password is refused, and the right one is taken', async () => {
    await logIn(page, { password: 'wrong' });
    await expect(page.getByTestId('admin-refused')).toContainText('invalid credentials');
    await page.getByTestId('admin-edit-login').click();
    await page.getByTestId('admin-password').fill('changeit');
    await page.keyboard.press('Escape');
    await page.getByTestId('client-connect').click();
    await expect(page.getByTestId('admin-rights')).toContainText('Development');
  });

  await test.step('the tables are what the server has', async () => {
    await page.getByTestId('tab-rooms').click();
    const rows = page.getByTestId('grid-rooms').locator('[data-testid="row"]');
    await expect(rows.filter({ hasText: 'lobby' })).toContainText('2');
    await page.getByTestId('tab-sockets').click();
    const sockets = page.getByTestId('grid-sockets').locator('[data-testid="row"]');
    for (const client of server.clients) await expect(sockets.filter({ hasText: client.id ?? '?' })).toBeVisible();
    await page.getByTestId('tab-servers').click();
    await expect(page.getByTestId('grid-servers')).toContainText('api-1');
    await page.screenshot({ path: test.info().outputPath('servers.png') });
  });

  await test.step('an event goes to a room, and to nobody else', async () => {
    await page.getByTestId('tab-compose').click();
    await page.getByTestId('compose-event').fill('news');
    await page.getByTestId('compose-target-rooms').click();
    await page.getByTestId('compose-room-input').fill('lobby');
    await page.keyboard.press('Enter');
    // The namespace is chosen by the person.
    await page.getByRole('combobox', { name: 'Namespace' }).click();
    await page.getByRole('option', { name: '/chat' }).click();
    await expect(page.getByTestId('compose-recipients')).toContainText('2 recipients');
    let isOutside = false;
    third?.onAny((event) => {
      isOutside ||= event === 'news';
    });
    const [told, alsoTold] = [next(first, 'news'), next(second, 'news')];
    await page.getByTestId('compose-send').click();
    expect(await told).toEqual([{ text: 'hello' }]);
    expect(await alsoTold).toEqual([{ text: 'hello' }]);
    await expect(page.getByText('Sent to 2 sockets')).toBeVisible();
    await page.screenshot({ path: test.info().outputPath('broadcast.png') });
    third?.emit('note', 'all that came before is here');
    await next(third, 'noted');
    expect(isOutside).toBe(false);
  });

  await test.step('Traffic shows it', async () => {
    await page.getByTestId('tab-traffic').click();
    await expect(page.getByTestId('grid-traffic').locator('[data-testid="row"]').filter({ hasText: 'news' }).first()).toBeVisible();
  });

  await test.step('a socket joins a room, leaves it, and is disconnected', async () => {
    await page.getByTestId('tab-sockets').click();
    await page
      .getByTestId('grid-sockets')
      .locator('[data-testid="row"]')
      .filter({ hasText: third?.id ?? '?' })
      .click();
    await page.getByTestId('join-room-input').fill('quiz');
    await page.keyboard.press('Enter');
    await expect(page.getByTestId('leave-room-quiz')).toBeVisible();
    expect(server.io.of('/chat').adapter.rooms.get('quiz')?.size).toBe(1);
    await page.getByTestId('leave-room-quiz').click();
    await expect(page.getByTestId('leave-room-quiz')).toBeHidden();
    const gone = next(third, 'disconnect');
    await page.getByTestId('inspector-disconnect').click();
    await page.getByTestId('confirm-disconnect-socket').click();
    expect((await gone)[0]).toBe('io server disconnect');
    await expect(page.getByRole('complementary', { name: 'Inspector' })).toContainText('Gone');
    await page.screenshot({ path: test.info().outputPath('disconnected.png') });
  });

  await test.step('a lost connection comes back without the password', async () => {
    for (const admin of server.io.of('/admin').sockets.values()) admin.conn.close();
    await expect(page.getByTestId('source-list')).toContainText('Retrying');
    await expect(page.getByTestId('source-list')).toContainText('Connected', { timeout: 15_000 });
  });
});

test('a server in production mode shows numbers, and a source in production asks for its name', async ({ page }) => {
  await start('production');
  const [first] = server.clients;
  await logIn(page, { environment: 'prod' });
  await expect(page.getByTestId('admin-rights')).toContainText('Production');
  await expect(page.getByTestId('tab-sockets')).toHaveCount(0);
  await expect(page.getByTestId('hidden-tabs')).toBeVisible();
  await page.getByTestId('tab-overview').click();
  await expect(page.getByText('Connected sockets').first()).toBeVisible();

  await page.getByTestId('tab-compose').click();
  await page.getByTestId('compose-event').fill('news');
  await page.getByTestId('compose-send').click();
  await expect(page.getByTestId('confirm-dialog')).toBeVisible();
  await page.getByTestId('confirm-name').fill('Shop');
  const told = next(first, 'news');
  await page.getByTestId('confirm-change').click();
  expect(await told).toEqual([{ text: 'hello' }]);

  await page.getByTestId('read-only').click();
  await expect(page.getByText('Read-only is on.')).toBeVisible();
  await expect(page.getByTestId('compose-send')).toBeDisabled();
});
