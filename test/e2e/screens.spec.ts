// What a person finds on each screen of a running server: the overview, the inspector, empty screens, settings of how it looks.
import type { Page } from '@playwright/test';
import { io } from 'socket.io-client';
import { freePort } from '../fixtures/free-port.ts';
import { ClientProcess } from './clients.ts';
import { expect, test } from './host.ts';

async function startServer(page: Page): Promise<string> {
  const port = await freePort();
  await page.getByTestId('port-input').fill(String(port));
  await page.getByTestId('source-start').first().click();
  await expect(page.getByTestId('source-list')).toContainText('Running');
  return `http://127.0.0.1:${port}`;
}

const inspector = (page: Page) => page.getByRole('complementary', { name: 'Inspector' });

test('an empty screen says what to do, with a snippet that can be copied', async ({ page }) => {
  const url = await startServer(page);
  await page.getByTestId('tab-sockets').click();
  const empty = page.getByTestId('empty-state');
  await expect(empty).toContainText(`io("${url}")`);
  await empty.getByRole('radio', { name: 'Python' }).click();
  await expect(empty).toContainText('socketio');
  for (const tab of ['rooms', 'traffic'] as const) {
    await page.getByTestId(`tab-${tab}`).click();
    await expect(page.getByTestId('empty-state').getByRole('heading')).not.toBeEmpty();
    await expect(page.getByTestId('empty-state')).toContainText(`io("${url}")`);
  }
});

test('the overview tells who is there, what passes, and how fast it is answered', async ({ page }) => {
  const url = await startServer(page);
  const clients = [new ClientProcess(), new ClientProcess()];
  const [some = []] = await Promise.all(
    clients.map((client, index) => client.connect(url, index === 0 ? ['websocket'] : ['polling'], ['/', '/chat'])),
  );
  for (const { index } of some) await clients[0]?.emit(index, 'join', ['lobby'], true);
  const main = page.getByRole('main');
  for (const title of ['Packets per second', 'Connected sockets', 'Connects, disconnects', 'Acknowledgement latency', 'Busiest events']) {
    await expect(main).toContainText(title);
  }
  await expect(main).toContainText('websocket');
  await expect(main).toContainText('polling');
  await expect(main).toContainText('Engine.IO 4');
  await expect(page.getByRole('listitem').filter({ hasText: 'join' }).first()).toBeVisible();
  const status = page.getByTestId('status-bar');
  for (const cell of ['4 sockets', '/s', 'loop', 'MB']) await expect(status).toContainText(cell);
  for (const client of clients) client.end();
  await expect(main).toContainText('transport close');
});

test('the inspector has all of a socket, its secrets masked until they are asked for', async ({ page }) => {
  const url = await startServer(page);
  const socket = io(url, { auth: { token: 'planted-secret', user: 'ann' }, query: { tenant: 'acme' }, forceNew: true });
  await page.getByTestId('tab-sockets').click();
  await page.locator('[data-testid="grid-sockets"] [data-testid="row"]').click();
  const pane = inspector(page);
  for (const part of ['Connection', 'Rooms', 'Handshake', 'Data', 'websocket', 'user-agent']) await expect(pane).toContainText(part);
  await pane.getByRole('radio', { name: /Query/ }).click();
  await expect(pane).toContainText('acme');
  await pane.getByRole('radio', { name: /Auth/ }).click();
  await expect(pane).toContainText('ann');
  await expect(pane).not.toContainText('planted-secret');
  await pane.getByRole('button', { name: 'Reveal token' }).click();
  await expect(pane).toContainText('planted-secret');
  socket.emit('hello', 'there');
  await expect(pane.getByTestId('socket-traffic')).toContainText('hello');
  await expect(pane).toContainText('in the last minute');
  await pane.getByTestId('join-room-input').fill('vip');
  await page.keyboard.press('Enter');
  await expect(pane).toContainText('vip');
  await page.getByTestId('tab-rooms').click();
  await page.locator('[data-testid="grid-rooms"] [data-key$="vip"]').click();
  await expect(inspector(page)).toContainText('vip');
  await page.getByTestId('tab-namespaces').click();
  await page.locator('[data-testid="grid-namespaces"] [data-testid="row"]').first().click();
  await expect(inspector(page).getByRole('heading').first()).toContainText('/');
  socket.disconnect();
});

test('the inspector is made wider by keys and by the pointer, and stays so', async ({ page }) => {
  const url = await startServer(page);
  const socket = io(url, { forceNew: true });
  await page.getByTestId('tab-sockets').click();
  await page.locator('[data-testid="grid-sockets"] [data-testid="row"]').click();
  const width = async () => (await inspector(page).boundingBox())?.width ?? 0;
  const before = await width();
  const handle = page.getByRole('separator').last();
  await handle.focus();
  for (let step = 0; step < 3; step++) await page.keyboard.press('ArrowLeft');
  await expect.poll(width).toBeGreaterThan(before);
  const wider = await width();
  const box = await handle.boundingBox();
  await page.mouse.move((box?.x ?? 0) + 1, 400);
  await page.mouse.down();
  await page.mouse.move((box?.x ?? 0) - 60, 400, { steps: 4 });
  await page.mouse.up();
  await expect.poll(width).toBeGreaterThan(wider);
  const widest = await width();
  await page.reload();
  await page.getByTestId('tab-sockets').click();
  await page.locator('[data-testid="grid-sockets"] [data-testid="row"]').click();
  expect(Math.abs((await width()) - widest)).toBeLessThan(3);
  socket.disconnect();
});

test('dark and light follow the system, and motion is reduced where it asks for that', async ({ page }) => {
  await page.emulateMedia({ colorScheme: 'light' });
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'light');
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await page.getByTestId('palette-open').click();
  const durations = await page.getByTestId('palette').evaluate((palette) => {
    const { animationDuration, transitionDuration } = getComputedStyle(palette);
    return [animationDuration, transitionDuration].map((text) => Math.max(...text.split(',').map(Number.parseFloat)));
  });
  expect(Math.max(...durations)).toBeLessThanOrEqual(0.001);
});

test('whatever was reported in passing can be read again', async ({ page }) => {
  await startServer(page);
  await page.getByTestId('sources-menu').click();
  const download = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: 'Export' }).click();
  await download;
  await expect(page.getByTestId('notifications-open')).toHaveAccessibleName('1 new notification');
  await page.getByTestId('notifications-open').click();
  await expect(page.getByTestId('notifications').getByRole('listitem')).toContainText('Exported 1 source');
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('notifications-open')).toHaveAccessibleName('Notifications');
});

test('a window of 960 by 600, and twice the size of everything, hides no control', async ({ page }) => {
  await startServer(page);
  for (const [width, height] of [
    [960, 600],
    [640, 400],
  ] as const) {
    await page.setViewportSize({ width, height });
    for (const tab of ['overview', 'sockets', 'traffic', 'compose'] as const) {
      // What does not fit may be scrolled to.
      await page.getByTestId(`tab-${tab}`).scrollIntoViewIfNeeded();
      await page.getByTestId(`tab-${tab}`).click();
      expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBeLessThanOrEqual(0);
      await expect(page.getByTestId('settings-open')).toBeInViewport();
      await expect(page.getByTestId('status-bar')).toBeInViewport();
    }
    await page.getByTestId('tab-compose').click();
    await page.getByTestId('compose-send').scrollIntoViewIfNeeded();
    await expect(page.getByTestId('compose-send')).toBeInViewport();
  }
});
