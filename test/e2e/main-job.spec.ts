// The main job, end to end, in each host: start a server, see real clients, broadcast, disconnect one, stop. What the
// page shows and what the clients saw are compared at each step.
import type { Page } from '@playwright/test';
import { freePort } from '../fixtures/free-port.ts';
import { ClientProcess, type ClientReport } from './clients.ts';
import { expect, test } from './host.ts';

const TRANSPORTS = [['polling'], ['websocket'], ['polling', 'websocket']] as const;
/** Ten clients a process, alternating. */
const NAMESPACES = Array.from({ length: 10 }, (_, index) => (index % 2 === 0 ? '/' : '/chat'));

test('a person starts a server, sees thirty clients, broadcasts to a room, disconnects one and stops', async ({ page }) => {
  const processes = TRANSPORTS.map(() => new ClientProcess());
  try {
    const port = await freePort();
    await startServer(page, port);

    const clients = await test.step('thirty clients of three kinds appear within a second', async () => {
      const connected = await Promise.all(
        processes.map((process, index) => process.connect(`http://127.0.0.1:${port}`, TRANSPORTS[index] ?? [], NAMESPACES)),
      );
      await page.getByTestId('tab-sockets').click();
      await expect(page.getByTestId('tab-sockets')).toContainText('30', { timeout: 1000 });
      const all = connected.flat();
      expect(await keysOf(page, 'grid-sockets')).toEqual(all.map((client) => client.socketId).sort());
      return all;
    });

    const members = await test.step('rooms that clients join appear with their members', async () => {
      const rooms = new Map<string, string[]>();
      for (const [index, client] of clients.entries()) {
        const room = client.namespace === '/' ? `room-${(index / 2) % 3}` : `room-${3 + (((index - 1) / 2) % 2)}`;
        await processes[Math.floor(index / 10)]?.emit(client.index, 'join', [room], true);
        rooms.set(room, [...(rooms.get(room) ?? []), client.socketId]);
      }
      await page.getByTestId('tab-rooms').click();
      await expect(page.getByTestId('tab-rooms')).toContainText('5');
      await expect.poll(() => keysOf(page, 'grid-rooms')).toHaveLength(5);
      for (const [room, ids] of rooms) await expect(rowOf(page, 'grid-rooms', room)).toContainText(String(ids.length));
      await page.getByTestId('tab-namespaces').click();
      await expect(rowOf(page, 'grid-namespaces', '/chat')).toContainText('15');
      return rooms;
    });

    await test.step('a broadcast reaches exactly the members of its room, and their acknowledgements come back', async () => {
      const ids = (members.get('room-4') ?? []).sort();
      await composeToRoom(page, '/chat', 'room-4', 'news', '{"text":"hello €"}');
      const results = page.getByTestId('compose-results').locator('[data-testid="row"]');
      await expect(results).toHaveCount(ids.length);
      for (const id of ids) {
        const row = page.getByTestId('compose-results').locator(`[data-key="${id}"]`);
        await expect(row).toHaveAttribute('data-state', 'acknowledged');
        expect(Number(await row.getAttribute('data-latency'))).toBeGreaterThan(0);
        await expect(row).toContainText(id);
      }
      const reached = (await reports(processes)).filter((client) => client.events.some(([event]) => event === 'news'));
      expect(reached.map((client) => client.socketId).sort()).toEqual(ids);
      for (const client of reached) expect(client.events).toEqual([['news', { text: 'hello €' }]]);
    });

    await test.step('Traffic shows each packet once, with its size', async () => {
      await processes[1]?.emit(0, 'measured', [{ text: '€'.repeat(10) }]);
      const bytes = Buffer.byteLength(`42["measured",{"text":"${'€'.repeat(10)}"}]`);
      await page.getByTestId('tab-traffic').click();
      const traffic = page.getByTestId('grid-traffic').locator('[data-testid="row"]');
      await expect(traffic.filter({ hasText: 'measured' })).toHaveCount(1);
      await expect(traffic.filter({ hasText: 'measured' })).toContainText(`${bytes} B`);
      // The broadcast is one row, whoever got it.
      await expect(traffic.filter({ hasText: 'hello €' })).toHaveCount(1);
      await expect(traffic.filter({ hasText: 'hello €' })).toContainText('7');
    });

    await test.step('joining and leaving from the inspector changes the socket', async () => {
      const [client] = clients;
      if (client === undefined) throw new Error('no client');
      await openInspector(page, client.socketId);
      await page.getByTestId('join-room-input').fill('from-the-inspector');
      await page.getByTestId('join-room-input').press('Enter');
      await expect(page.getByTestId('leave-room-from-the-inspector')).toBeVisible();
      await page.getByTestId('leave-room-from-the-inspector').click();
      await expect(page.getByTestId('leave-room-from-the-inspector')).toBeHidden();
    });

    await test.step('disconnecting one from the inspector reaches the client with its reason', async () => {
      const client = clients[14];
      if (client === undefined) throw new Error('no client');
      await openInspector(page, client.socketId);
      await page.getByTestId('inspector-disconnect').click();
      await page.getByTestId('confirm-disconnect-connection').click();
      await expect(page.getByTestId('tab-sockets')).toContainText('29');
      await expect.poll(async () => reasonOf(await reports(processes), client.socketId)).toBe('io server disconnect');
      const others = (await reports(processes)).filter((other) => other.socketId !== client.socketId);
      expect(others.map((other) => other.reason)).toEqual(others.map(() => null));
    });

    await test.step('stopping the server clears the screens, says so, and the clients are gone', async () => {
      await page.getByTestId('source-stop').first().click();
      await expect(page.getByTestId('empty-state')).toBeVisible();
      await expect(page.locator('[data-testid="row"]')).toHaveCount(0);
      await expect(page.getByTestId('source-list')).toContainText('Stopped');
      await expect.poll(async () => (await reports(processes)).every((client) => client.reason !== null)).toBe(true);
    });
  } finally {
    for (const process of processes) process.end();
  }
});

async function startServer(page: Page, port: number): Promise<void> {
  await page.getByTestId('port-input').first().fill(String(port));
  await page.getByTestId('source-start').first().click();
  await expect(page.getByTestId('source-list')).toContainText('Running');
}

function rowOf(page: Page, grid: string, key: string) {
  return page.getByTestId(grid).locator(`[data-testid="row"][data-key="${key}"]`);
}

/** The keys of all rows of a virtual table, scrolled through from its top. */
async function keysOf(page: Page, grid: string): Promise<string[]> {
  const keys = new Set<string>();
  const table = page.getByTestId(grid);
  await table.hover();
  for (let screen = 0; screen < 6; screen++) {
    for (const row of await table.locator('[data-testid="row"]').all()) {
      const key = await row.getAttribute('data-key');
      if (key !== null) keys.add(key);
    }
    await page.mouse.wheel(0, 300);
    // The rows of the next window are there once the first visible one has changed, or the end is reached.
    await page.waitForFunction(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(true)))));
  }
  await page.mouse.wheel(0, -5000);
  return [...keys].sort();
}

async function composeToRoom(page: Page, namespace: string, room: string, event: string, json: string): Promise<void> {
  await page.getByTestId('tab-rooms').click();
  await rowOf(page, 'grid-rooms', room).hover();
  await rowOf(page, 'grid-rooms', room)
    .getByRole('button', { name: /broadcast/i })
    .click();
  await expect(page.getByTestId('compose-target-rooms')).toHaveAttribute('aria-checked', 'true');
  await expect(page.getByText(`io.of("${namespace}")`)).toBeVisible();
  await page.getByTestId('compose-event').fill(event);
  await page.getByTestId('compose-args').click();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.insertText(json);
  if ((await page.getByTestId('compose-ack').getAttribute('aria-checked')) !== 'true') await page.getByTestId('compose-ack').click();
  await page.getByTestId('compose-send').click();
}

async function openInspector(page: Page, socketId: string): Promise<void> {
  await page.getByTestId('tab-sockets').click();
  await page.keyboard.press('/');
  await page.keyboard.press('Escape');
  await page.getByRole('combobox', { name: 'Filter' }).fill(`id:${socketId}`);
  await rowOf(page, 'grid-sockets', socketId).click();
  await expect(page.getByRole('complementary', { name: 'Inspector' })).toContainText(socketId);
}

async function reports(processes: readonly ClientProcess[]): Promise<ClientReport[]> {
  return (await Promise.all(processes.map((process) => process.report()))).flat();
}

function reasonOf(clients: readonly ClientReport[], socketId: string): string | null | undefined {
  return clients.find((client) => client.socketId === socketId)?.reason;
}
