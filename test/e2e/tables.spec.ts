// The tables: one filter for all of them, columns that are remembered, many rows at once, and who does not take what is sent.
import { once } from 'node:events';
import type { Locator, Page } from '@playwright/test';
import { WebSocket } from 'ws';
import { freePort } from '../fixtures/free-port.ts';
import { ClientProcess } from './clients.ts';
import { expect, test } from './host.ts';

/** More than a window of rows. */
const MANY = Array.from({ length: 520 }, (_, index) => (index % 4 === 0 ? '/chat' : '/'));
const FEW = ['/', '/', '/', '/chat', '/chat', '/'];

test('a filter becomes tokens, says what is wrong at its character, and is the same for links and choices', async ({ page }) => {
  await withClients(page, FEW, async () => {
    const filter = await openTab(page, 'sockets');
    await filter.pressSequentially('ns:/chat ');
    await expect(tokens(page)).toHaveText(['ns:/chat']);
    await expect(rows(page)).toHaveCount(2);
    await expect(page.getByRole('toolbar', { name: 'Sockets' })).toContainText('2 of 6');
    await expect(page.getByRole('combobox', { name: 'Namespace' })).toHaveText('/chat');

    await test.step('a fault is marked and explained, and the rows stay', async () => {
      await filter.pressSequentially('rtt>soon ');
      await expect(page.getByTestId('filter-fault')).toContainText('“soon” is no number that fits');
      await expect(page.getByTestId('filter-fault')).toContainText('character 10');
      await expect(tokens(page).nth(1)).toHaveAttribute('data-faulty', 'true');
      await expect(filter).toHaveAttribute('aria-invalid', 'true');
      await expect(rows(page)).toHaveCount(2);
      await filter.press('Backspace');
      await expect(filter).toHaveValue('rtt>soon');
      await filter.fill('');
      await expect(page.getByTestId('filter-fault')).toHaveCount(0);
    });

    await test.step('fields and their words are offered, and taken by the keyboard', async () => {
      await filter.pressSequentially('-tr');
      await filter.press('ArrowDown');
      await filter.press('Enter');
      await expect(page.getByRole('option')).toHaveText(['-transport:websocket', '-transport:polling', '-transport:webtransport']);
      await filter.press('ArrowDown');
      await filter.press('Enter');
      await expect(page.getByTestId('empty-state')).toContainText('6 rows are hidden by the filter');
      await page.getByTestId('empty-state').getByRole('button', { name: 'Clear filter' }).click();
      await expect(rows(page)).toHaveCount(6);
    });

    await test.step('a namespace shows its sockets and its packets by a filter that can be changed', async () => {
      await openTab(page, 'namespaces');
      await rows(page).filter({ hasText: '/chat' }).click();
      await page.getByTestId('inspector').getByRole('button', { name: 'Traffic' }).click();
      await expect(tokens(page)).toHaveText(['ns:/chat']);
      await page.getByRole('radio', { name: 'in', exact: true }).click();
      await expect(tokens(page)).toHaveText(['ns:/chat', 'dir:in']);
      await expect(rows(page)).toHaveCount(2);
    });
  });
});

test('columns are chosen and made wider, and are so after a reload', async ({ page }) => {
  await withClients(page, FEW, async () => {
    await openTab(page, 'sockets');
    const headers = page.getByTestId('grid-sockets').getByRole('columnheader');
    await expect(headers.filter({ hasText: 'Engine ID' })).toHaveCount(0);
    await page.getByTestId('columns-menu').click();
    await page.getByRole('menuitemcheckbox', { name: 'Engine ID' }).click();
    await page.getByRole('menuitemcheckbox', { name: 'Address' }).click();
    await page.keyboard.press('Escape');
    await expect(headers.filter({ hasText: 'Engine ID' })).toHaveCount(1);
    await expect(headers.filter({ hasText: 'Address' })).toHaveCount(0);

    const namespace = headers.filter({ hasText: 'Namespace' });
    const before = await widthOf(namespace);
    await namespace.getByRole('button').focus();
    for (let step = 0; step < 5; step++) await page.keyboard.press('Shift+ArrowRight');
    await expect.poll(() => widthOf(namespace)).toBe(before + 40);
    const { x, y, height } = (await namespace.getByTestId('column-handle').boundingBox()) ?? { x: 0, y: 0, height: 0 };
    await page.mouse.move(x + 4, y + height / 2);
    await page.mouse.down();
    await page.mouse.move(x + 24, y + height / 2);
    await page.mouse.up();
    await expect.poll(() => widthOf(namespace)).toBe(before + 60);

    await page.reload();
    await openTab(page, 'sockets');
    await expect(headers.filter({ hasText: 'Engine ID' })).toHaveCount(1);
    await expect.poll(() => widthOf(namespace)).toBe(before + 60);
    await page.getByTestId('columns-menu').click();
    await page.getByRole('menuitem', { name: 'As they were' }).click();
    await expect(headers.filter({ hasText: 'Address' })).toHaveCount(1);
    await expect.poll(() => widthOf(namespace)).toBe(before);
  });
});

test('rows of several namespaces are selected, joined to a room and disconnected, with the count before and the result after', async ({ page }) => {
  await withClients(page, FEW, async (process) => {
    await openTab(page, 'sockets');
    await rows(page).nth(1).click();
    await expect(page.getByTestId('bulk-bar')).toHaveCount(0);
    await rows(page)
      .nth(3)
      .click({ modifiers: ['ControlOrMeta'] });
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Space');
    await expect(page.getByTestId('bulk-bar')).toContainText('3 selected');
    expect(await page.getByRole('row', { selected: true }).evaluateAll((selected) => selected.map((row) => row.dataset.index))).toEqual([
      '1',
      '3',
      '4',
    ]);
    await expect(page.getByTestId('grid-sockets')).toHaveAttribute('aria-multiselectable', 'true');

    await test.step('they join a room', async () => {
      await page.getByTestId('selection-join').click();
      await expect(page.getByTestId('bulk-count')).toContainText('3 sockets');
      await page.getByTestId('bulk-rooms').fill('picked');
      await page.keyboard.press('Enter');
      await page.getByTestId('bulk-run').click();
      await expect(page.getByTestId('bulk-result')).toContainText('Joined: 3');
      await page.getByRole('button', { name: 'Close' }).click();
    });

    await test.step('they get an event', async () => {
      await page.getByTestId('selection-emit').click();
      await page.getByTestId('bulk-event').fill('news');
      await page.getByTestId('bulk-arguments').fill('{"a":1}, 2');
      await page.getByTestId('bulk-run').click();
      await expect(page.getByTestId('bulk-result')).toContainText('Sent to 3');
      await page.getByRole('button', { name: 'Close' }).click();
      await expect
        .poll(async () => (await process.report()).filter(({ events }) => events.length > 0).map(({ events }) => events[0]))
        .toEqual([
          ['news', { a: 1 }, 2],
          ['news', { a: 1 }, 2],
          ['news', { a: 1 }, 2],
        ]);
    });

    await test.step('and are disconnected, and no others', async () => {
      await expect(page.getByTestId('selection-disconnect')).toHaveText('Disconnect 3…');
      await page.getByTestId('selection-disconnect').click();
      await expect(page.getByTestId('bulk-run')).toHaveText('Disconnect 3');
      await page.getByTestId('bulk-run').click();
      await expect(page.getByTestId('bulk-result')).toContainText('Disconnected: 3');
      await page.keyboard.press('Escape');
      await expect(page.getByTestId('tab-sockets')).toContainText('3');
      await expect.poll(async () => (await process.report()).filter(({ reason }) => reason !== null)).toHaveLength(3);
    });
  });
});

test('a row has a menu by the keyboard', async ({ page }) => {
  await withClients(page, FEW, async () => {
    await openTab(page, 'sockets');
    await page.getByTestId('grid-sockets').focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Shift+F10');
    await expect(page.getByTestId('row-menu')).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(page.getByTestId('row-menu')).toHaveCount(0);
    await expect(page.getByTestId('grid-sockets')).toBeFocused();
    await page.keyboard.press('ContextMenu');
    await page.getByTestId('row-menu-filter-ns').press('Enter');
    await expect(tokens(page)).toHaveText(['ns:/']);
    await expect(rows(page)).toHaveCount(4);
    await rows(page).first().click({ button: 'right' });
    await page.getByTestId('row-menu-traffic').click();
    await expect(tokens(page)).toHaveCount(2);
    await expect(rows(page).first()).toContainText('connect');
  });
});

test('the sockets that do not take what is sent come first', async ({ page }) => {
  await withClients(page, FEW, async (_process, port) => {
    const slow = new WebSocket(`ws://127.0.0.1:${port}/socket.io/?EIO=4&transport=websocket`);
    await once(slow, 'open');
    slow.send('40');
    const socketId = await new Promise<string>((resolve) => {
      slow.on('message', (data: Buffer) => {
        const sid = /^40.*"sid":"([^"]+)"/.exec(data.toString())?.[1];
        if (sid !== undefined) resolve(sid);
      });
    });
    slow.pause();
    try {
      const filter = await openTab(page, 'sockets');
      await filter.fill(`id:${socketId}`);
      await filter.press('Enter');
      await rows(page).first().click();
      await page.keyboard.press('Space');
      await page.getByTestId('selection-emit').click();
      await page.getByTestId('bulk-event').fill('flood');
      await page.getByTestId('bulk-arguments').fill(JSON.stringify('x'.repeat(400_000)));
      for (let sent = 0; sent < 25; sent++) {
        await page.getByTestId('bulk-run').click();
        await expect(page.getByTestId('bulk-run')).toBeEnabled();
      }
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: 'Clear filter' }).click();
      await page.getByTestId('sockets-view').click();
      await page.getByRole('option', { name: 'Slow consumers' }).click();
      await expect(page.getByRole('columnheader', { name: 'Pending' })).toHaveAttribute('aria-sort', 'descending');
      await expect(rows(page)).toHaveCount(7);
      await expect(rows(page).first()).toHaveAttribute('data-key', socketId);
      await expect(rows(page).first()).toContainText(/\d MB/);
      await expect(page.getByRole('columnheader', { name: 'Rate' })).toBeVisible();
      await page.getByRole('combobox', { name: 'Filter' }).fill('pending>256k');
      await expect(rows(page)).toHaveCount(1);
    } finally {
      slow.terminate();
    }
  });
});

test('all that match are meant, not only the rows that are here', async ({ page }) => {
  await withClients(page, MANY, async (process) => {
    const filter = await openTab(page, 'sockets');
    await filter.fill('-ns:/chat');
    await expect(page.getByRole('toolbar', { name: 'Sockets' })).toContainText('390 of 520');
    await filter.fill('');
    await expect(page.getByTestId('grid-sockets')).toHaveAttribute('aria-rowcount', '521');

    await test.step('a range goes over rows that are not here', async () => {
      await rows(page).first().click();
      await page.keyboard.press('Shift+End');
      await expect(page.getByTestId('bulk-bar')).toContainText('520 selected');
      await page.keyboard.press('Escape');
      await expect(page.getByTestId('bulk-bar')).toHaveCount(0);
    });

    await page.keyboard.press('ControlOrMeta+a');
    await expect(page.getByTestId('bulk-bar')).toContainText('All 520 that match selected');
    await page.getByTestId('selection-join').click();
    await expect(page.getByTestId('bulk-count')).toContainText('520 sockets');
    await page.getByTestId('bulk-rooms').fill('everyone');
    await page.keyboard.press('Enter');
    await page.getByTestId('bulk-run').click();
    await expect(page.getByTestId('bulk-result')).toContainText('Joined: 520');
    await page.keyboard.press('Escape');
    const narrowed = page.getByRole('combobox', { name: 'Filter' });
    await narrowed.fill('ns:/chat room:every*');
    await expect(page.getByRole('toolbar', { name: 'Sockets' })).toContainText('130 of 520');
    await page.getByTestId('grid-sockets').focus();
    await page.keyboard.press('ControlOrMeta+a');
    await page.getByTestId('selection-disconnect').click();
    await expect(page.getByTestId('bulk-run')).toHaveText('Disconnect 130');
    await page.getByTestId('bulk-run').click();
    await expect(page.getByTestId('bulk-result')).toContainText('Disconnected: 130');
    const gone = (await process.report()).filter(({ reason }) => reason !== null);
    expect(new Set(gone.map(({ namespace }) => namespace))).toEqual(new Set(['/chat']));
  });
});

/** Runs with a server that those clients are connected to. */
async function withClients(page: Page, namespaces: readonly string[], run: (process: ClientProcess, port: number) => Promise<void>): Promise<void> {
  const process = new ClientProcess();
  try {
    const port = await freePort();
    await page.getByTestId('port-input').first().fill(String(port));
    await page.getByTestId('source-start').first().click();
    await expect(page.getByTestId('source-list')).toContainText('Running');
    await process.connect(`http://127.0.0.1:${port}`, ['websocket'], namespaces);
    await expect(page.getByTestId('tab-sockets')).toContainText(String(namespaces.length));
    await run(process, port);
  } finally {
    process.end();
  }
}

/** The filter of the tab that is open now. */
async function openTab(page: Page, tab: 'sockets' | 'namespaces'): Promise<Locator> {
  await page.getByTestId(`tab-${tab}`).click();
  await expect(rows(page).first()).toBeVisible();
  return page.getByRole('combobox', { name: 'Filter' });
}

function rows(page: Page): Locator {
  return page.getByRole('grid').getByTestId('row');
}

function tokens(page: Page): Locator {
  return page.getByTestId('filter-token');
}

async function widthOf(locator: Locator): Promise<number> {
  return Math.round((await locator.boundingBox())?.width ?? 0);
}
