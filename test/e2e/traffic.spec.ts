// Traffic: the log as it follows, pauses and loses, its packets one by one, what is done with them, and the charts that lead to them.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Download, Page } from '@playwright/test';
import { io, type Socket } from 'socket.io-client';
import { freePort } from '../fixtures/free-port.ts';
import { readCsv } from '../fixtures/read-csv.ts';
import { expect, root, test } from './host.ts';

test('the log follows, counts what is new, and holds back while it is paused', async ({ page }) => {
  await withServer(page, async ({ clients: [client] }) => {
    await emitMany(client, 'first', 60);
    await openTab(page, 'traffic');
    await expect(footer(page)).toContainText('Following');
    await expect(row(page, 'first 59')).toBeVisible();

    await test.step('scrolled up, it says how many are new, and End follows again', async () => {
      await page.getByTestId('grid-traffic').hover();
      await page.mouse.wheel(0, -600);
      await expect(footer(page)).toContainText('Not following');
      await emitMany(client, 'second', 12);
      await expect(page.getByTestId('traffic-new')).toContainText('14 new');
      await page.getByTestId('grid-traffic').press('End');
      await expect(row(page, 'second 11')).toBeVisible();
      await expect(page.getByTestId('traffic-new')).toHaveCount(0);
    });

    await test.step('it filters as one types', async () => {
      const filter = page.getByRole('combobox', { name: 'Filter' });
      await filter.pressSequentially('ev:second "second 1"');
      await expect(rows(page)).toHaveCount(3);
      await filter.press('Escape');
      await filter.fill('after:23:99');
      await expect(page.getByTestId('filter-fault')).toContainText('no time');
      await filter.fill('');
    });

    await test.step('paused, it says what is held and how much of the buffer that is, and shows it afterwards', async () => {
      await page.getByTestId('traffic-pause').click();
      await emitMany(client, 'held', 30);
      await expect(footer(page)).toContainText('32 held');
      await expect(footer(page)).toContainText(/buffer \d+%/);
      await expect(row(page, 'held 29')).toHaveCount(0);
      await page.getByTestId('traffic-pause').click();
      await expect(row(page, 'held 29')).toBeVisible();
    });

    await test.step('what the buffer lost meanwhile is said by a row that stays', async () => {
      await page.getByTestId('traffic-pause').click();
      const large = 'x'.repeat(900_000);
      for (let index = 0; index < 100; index++) {
        client.emit('large', `large ${index}`, large);
        await passed(client);
      }
      await expect(footer(page)).toContainText(/buffer full, \d+ dropped/);
      await page.getByTestId('traffic-pause').click();
      await expect(row(page, 'large 99')).toBeVisible();
      const grid = page.getByTestId('grid-traffic');
      await grid.press('Home');
      await expect(
        rows(page)
          .filter({ hasText: /packets dropped/ })
          .first(),
      ).toContainText('no room for older packets');

      await page.getByRole('combobox', { name: 'Filter' }).fill('ev:large');
      await expect(rows(page).filter({ hasText: 'large' }).first()).toBeVisible();
      await grid.press('Home');
      await expect(rows(page).first()).toContainText(/packets dropped/);
      const text = await exportAs(page, 'jsonl', 'That match the filter');
      expect(JSON.parse(text.slice(0, text.indexOf('\n')))).toMatchObject({ kind: 'dropped', loss: { cause: 'buffer' } });
    });
  });
});

test('a packet is read in three forms, compared, copied as code, marked and sent again with its bytes', async ({ page }) => {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await withServer(page, async ({ clients: [client], port }) => {
    const bytes = Buffer.from([0, 255, 7, 200]);
    client.emit('order', { sku: 'A-1', qty: 2, list: [1, 2] }, bytes);
    client.emit('order', { sku: 'A-1', qty: 3, note: 'gift' }, bytes);
    await passed(client);
    await openTab(page, 'traffic');
    const orders = rows(page).filter({ hasText: 'order' });
    await expect(orders).toHaveCount(2);
    const inspector = page.getByRole('complementary', { name: 'Inspector' });

    await test.step('pretty, raw and hex', async () => {
      await orders.first().click();
      await expect(inspector.getByTestId('json-tree').first()).toContainText('"sku": "A-1"');
      await expect(inspector.getByTestId('json-tree').nth(1)).toContainText('binary 4 B');
      await inspector.getByRole('button', { name: /"list"/ }).click();
      await expect(inspector.getByTestId('json-tree').first()).not.toContainText('"list": […] 2 items2');
      await inspector.getByTestId('payload-raw').click();
      await expect(inspector.getByTestId('payload-text')).toContainText('51-["order",{"sku":"A-1"');
      await inspector.getByTestId('payload-hex').click();
      await expect(inspector.getByTestId('hex').first()).toContainText('35 31 2d 5b');
      await expect(inspector.getByTestId('hex').last()).toContainText('00 ff 07 c8');
    });

    await test.step('its acknowledgement is one click away, and back', async () => {
      await rows(page).filter({ hasText: 'passed' }).first().click();
      await expect(inspector).toContainText('Acknowledged in');
      await inspector.getByTestId('ack-pair').getByRole('button').click();
      await expect(inspector).toContainText('Answers #');
      await inspector.getByTestId('ack-pair').getByRole('button').click();
      await expect(inspector.getByRole('heading', { level: 2 })).toHaveText('join');
      await orders.first().click();
    });

    await test.step('another one is chosen to compare it with', async () => {
      await inspector.getByTestId('packet-diff').click();
      await expect(page.getByTestId('pick-bar')).toBeVisible();
      await orders.nth(1).click();
      const differences = page.getByTestId('packet-differences');
      await expect(differences.getByTestId('difference-changed').first()).toContainText('[0].qty');
      await expect(differences.getByTestId('difference-added')).toContainText('"gift"');
      await expect(differences.getByTestId('difference-removed')).toContainText('[0].list');
      await orders.first().click();
      await orders.nth(1).click({ modifiers: ['ControlOrMeta'] });
      await page.getByTestId('packets-diff').click();
      await expect(differences).toContainText('[0].qty');
      await page.getByTestId('grid-traffic').press('Escape');
    });

    await test.step('its code, run as it is, sends the same again', async () => {
      await orders.first().click();
      await inspector.getByTestId('packet-copy-as').click();
      await page.getByRole('menuitem', { name: 'JavaScript, client' }).click();
      const code = await page.evaluate(() => navigator.clipboard.readText());
      expect(code).toContain(`io("http://127.0.0.1:${port}")`);
      // What was emitted before goes first.
      runCode(`${code}\nsocket.once('connect', () => socket.disconnect());\n`);
      await expect(orders).toHaveCount(3);
    });

    await test.step('sent again now, it reaches its client with its bytes', async () => {
      const got = new Promise<unknown[]>((resolve) => {
        client.once('order', (...args: unknown[]) => {
          resolve(args);
        });
      });
      await inspector.getByTestId('packet-send-again').click();
      await page.getByRole('menuitem', { name: 'Send again now' }).click();
      expect(await got).toEqual([{ sku: 'A-1', qty: 2, list: [1, 2] }, bytes]);
      await expect(page.getByText('Sent to 1 socket').first()).toBeVisible();
    });

    await test.step('bookmarks are set by a key, listed with a note, filtered by and gone through', async () => {
      const grid = page.getByTestId('grid-traffic');
      await orders.nth(1).click();
      await grid.press('b');
      await expect(orders.nth(1).getByTestId('bookmark')).toHaveAttribute('aria-pressed', 'true');
      await orders.first().click();
      await inspector.getByTestId('packet-bookmark').click();
      await expect(orders.first().getByTestId('bookmark')).toHaveAttribute('aria-pressed', 'true');
      await grid.focus();
      await page.keyboard.press('F2');
      await expect(inspector).toContainText('gift');
      await page.keyboard.press('Shift+F2');
      await expect(inspector).not.toContainText('gift');
      await page.getByTestId('traffic-bookmarks').click();
      await page.getByTestId('bookmarks').getByRole('textbox').first().fill('the one');
      await page.getByTestId('bookmarks').getByRole('textbox').first().press('Enter');
      await page.getByTestId('bookmarks').getByRole('checkbox').click();
      await page.keyboard.press('Escape');
      await expect(rows(page)).toHaveCount(2);
      await page.getByTestId('traffic-bookmarks').click();
      await expect(page.getByTestId('bookmarks').getByRole('textbox').first()).toHaveValue('the one');
    });
  });
});

test('exports read back as what passed, without secrets, and can be cancelled', async ({ page }) => {
  await withServer(page, async ({ clients: [client] }) => {
    client.emit('login', { password: 'hunter2', name: '=1+1' }, Buffer.from([1, 2, 255]));
    for (let batch = 0; batch < 10; batch++) {
      for (let index = 0; index < 4900; index++) client.emit('many', `many ${batch * 4900 + index}`);
      await passed(client);
    }
    await openTab(page, 'traffic');
    await expect(page.getByTestId('traffic-footer')).toContainText(/49,\d\d\d packets/, { timeout: 30_000 });

    const lines = (await exportAs(page, 'jsonl')).trim().split('\n');
    const entries = lines.map((line) => JSON.parse(line));
    expect(entries.filter(({ event }) => event === 'many').map(({ args }) => args[0])).toEqual(
      Array.from({ length: 49_000 }, (_, index) => `many ${index}`),
    );
    const login = entries.find(({ event }) => event === 'login');
    expect(Buffer.from(login.attachments[0].base64, 'base64')).toEqual(Buffer.from([1, 2, 255]));
    expect(lines.join('')).not.toContain('hunter2');

    await page.getByRole('combobox', { name: 'Filter' }).fill('ev:login');
    await expect(rows(page)).toHaveCount(1);
    const [header = [], cells = [], ...others] = readCsv(await exportAs(page, 'csv', 'That match the filter'));
    expect([cells[header.indexOf('event')], others]).toEqual(['login', []]);
    const { log } = JSON.parse(await exportAs(page, 'json', 'That match the filter', true));
    expect(log.entries[0].args[0]).toEqual({ password: 'hunter2', name: '=1+1' });

    await test.step('it is cancelled', async () => {
      const downloads: Download[] = [];
      page.on('download', (download) => downloads.push(download));
      await page.getByTestId('traffic-export').click();
      await page.getByRole('radio', { name: 'All' }).last().click();
      await page.getByTestId('export-start').click();
      await expect(page.getByRole('progressbar')).toBeVisible();
      await page.getByRole('button', { name: 'Cancel export' }).click();
      await expect(page.getByText('Export cancelled').first()).toBeVisible();
      await expect(page.getByTestId('export-start')).toBeEnabled();
      expect(downloads).toEqual([]);
    });
  });
});

test('a second of a chart opens in Traffic, by pointer and by keyboard', async ({ page }) => {
  await withServer(page, async ({ clients: [client] }) => {
    await openTab(page, 'overview');
    await emitMany(client, 'spike', 200);
    const chart = page.getByRole('slider', { name: 'Packets in' });
    await expect(page.getByText(/highest [12]\d\d\/s/).first()).toBeAttached();
    await chart.focus();
    await chart.press('End');
    await expect(page.getByText('Paused while you point at a chart')).toBeVisible();
    for (let step = 0; step < 60 && !/[12]\d\d\/s/.test((await chart.getAttribute('aria-valuetext')) ?? ''); step++) await chart.press('ArrowLeft');
    await chart.press('Enter');
    const tokens = page.locator('[data-faulty]');
    await expect(tokens).toHaveText([/^after:\d\d:\d\d:\d\d$/, /^before:\d\d:\d\d:\d\d$/]);
    await expect(rows(page).filter({ hasText: 'spike' }).first()).toBeVisible();
    const second = ((await tokens.first().textContent()) ?? '').slice('after:'.length);
    for (const time of await rows(page).allTextContents()) expect(time).toContain(second);

    await openTab(page, 'overview');
    const { x, y, width } = (await chart.boundingBox()) ?? { x: 0, y: 0, width: 0 };
    await page.mouse.move(x + width - 30, y + 20);
    await expect(page.getByText('Click: open in Traffic')).toBeVisible();
    await page.mouse.click(x + width - 30, y + 20);
    await expect(page.getByTestId('tab-traffic')).toHaveAttribute('aria-selected', 'true');
    await expect(tokens.first()).toContainText('after:');
  });
});

interface Served {
  readonly clients: readonly [Socket];
  readonly port: number;
}

async function withServer(page: Page, run: (served: Served) => Promise<void>): Promise<void> {
  const port = await freePort();
  await page.getByTestId('port-input').first().fill(String(port));
  await page.getByTestId('source-start').first().click();
  await expect(page.getByTestId('source-list')).toContainText('Running');
  const client = io(`http://127.0.0.1:${port}`, { transports: ['websocket'], forceNew: true, reconnection: false });
  await new Promise<void>((resolve, reject) => {
    client.once('connect', resolve);
    client.once('connect_error', reject);
  });
  try {
    await run({ clients: [client], port });
  } finally {
    client.disconnect();
  }
}

/** They have passed when this resolves: the server answers what a client asks of its rooms. */
async function emitMany(client: Socket, event: string, count: number): Promise<void> {
  for (let index = 0; index < count; index++) client.emit(event, `${event} ${index}`);
  await passed(client);
}

async function passed(client: Socket): Promise<void> {
  await client.timeout(30_000).emitWithAck('join', 'passed');
}

async function openTab(page: Page, tab: string): Promise<void> {
  await page.getByTestId(`tab-${tab}`).click();
}

function rows(page: Page) {
  return page.getByTestId('grid-traffic').getByTestId('row');
}

function row(page: Page, argument: string) {
  return rows(page).filter({ hasText: `"${argument}"` });
}

function footer(page: Page) {
  return page.getByTestId('traffic-footer');
}

async function exportAs(page: Page, format: string, scope?: string, withSecrets = false): Promise<string> {
  await page.getByTestId('traffic-export').click();
  await page.getByTestId(`export-${format}`).click();
  if (scope !== undefined) await page.getByRole('radio', { name: scope }).click();
  if (withSecrets) await page.getByTestId('export-secrets').click();
  const [download] = await Promise.all([page.waitForEvent('download', { timeout: 60_000 }), page.getByTestId('export-start').click()]);
  await expect(page.getByTestId('export-dialog')).toHaveCount(0);
  expect(download.suggestedFilename()).toMatch(new RegExp(`traffic.*\\.${format}$`));
  return readFileSync(await download.path(), 'utf8');
}

function runCode(code: string): void {
  const folder = mkdtempSync(join(root, '.cache-code-'));
  try {
    writeFileSync(join(folder, 'code.mjs'), code);
    execFileSync(process.execPath, [join(folder, 'code.mjs')], { cwd: root, timeout: 20_000 });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
