// Recordings: traffic that is exported as a file, and opened again as a source.
import { readFileSync, writeFileSync } from 'node:fs';
import type { Page, TestInfo } from '@playwright/test';
import { io, type Socket } from 'socket.io-client';
import { freePort } from '../fixtures/free-port.ts';
import { expect, test } from './host.ts';

test('a recording shows the rows it was made of, filters them, and shows a payload', async ({ page, host }, info) => {
  test.skip(host.electron !== null, 'there the system asks where to save');
  const client = await startServer(page);
  client.emit('order', { item: 'lamp', note: '<b>é😀</b>' }, Buffer.from([0, 255, 7]));
  for (let index = 0; index < 5; index++) client.emit('tick', index);
  await client.timeout(10_000).emitWithAck('join', 'lobby');
  await page.getByTestId('tab-traffic').click();
  await expect(rows(page).filter({ hasText: 'join' })).toHaveCount(1);
  const live = await rows(page).allTextContents();
  const path = await exportRecording(page, info);
  client.disconnect();

  await openRecording(page, path);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/traffic/);
  await expect(page.getByTestId('source-item')).toHaveCount(2);
  const facts = page.getByTestId('recording-facts');
  await expect(facts).toContainText('From Local server “Local server”');
  await expect(facts).toContainText(`${live.length} rows`);
  await expect(facts.getByTestId('recording-unreadable')).toHaveCount(0);
  await expect(rows(page)).toHaveCount(live.length);
  expect(await rows(page).allTextContents()).toEqual(live);

  await test.step('it has no use for what runs, and for what empties it', async () => {
    await expect(page.getByRole('tab')).toHaveText(['Traffic']);
    await expect(page.getByTestId('traffic-pause')).toHaveCount(0);
    await expect(page.getByRole('button', { name: 'Clear' })).toHaveCount(0);
    await expect(page.getByTestId('source-stop')).toHaveCount(0);
  });

  await test.step('it filters, and the inspector has a payload, its attachment, and what was acknowledged', async () => {
    const filter = page.getByRole('combobox', { name: 'Filter' });
    await filter.fill('ev:tick');
    await expect(rows(page)).toHaveCount(5);
    await filter.fill('ev:order');
    await expect(rows(page)).toHaveCount(1);
    await rows(page).first().click();
    const inspector = page.getByRole('complementary', { name: 'Inspector' });
    await expect(inspector).toContainText('<b>é😀</b>');
    await inspector.getByTestId('payload-hex').click();
    await expect(inspector.getByTestId('hex').last()).toContainText('00 ff 07');
    await expect(inspector.getByTestId('packet-send-again')).toHaveCount(0);
    await page.getByRole('button', { name: 'Clear filter' }).click();
    await filter.fill('ack:done');
    await expect(rows(page)).toHaveText([/join/]);
  });

  await test.step('lines that can not be read are told, and the others are shown', async () => {
    const lines = readFileSync(path, 'utf8').trim().split('\n');
    const damaged = info.outputPath('damaged.patchbaylog');
    writeFileSync(damaged, [...lines.slice(0, 3), '{"kind":"__proto__"}', ...lines.slice(3, -1), (lines.at(-1) ?? '').slice(0, -9)].join('\n'));
    await openRecording(page, damaged);
    await expect(page.getByTestId('recording-unreadable')).toHaveText('2 lines could not be read');
    await expect(rows(page)).toHaveCount(live.length - 1);
  });

  await test.step('what is none is refused with words', async () => {
    const later = info.outputPath('later.patchbaylog');
    writeFileSync(later, '{"patchbay":"recording","version":2}\n');
    await page.getByTestId('sources-menu').click();
    await page.getByRole('menuitem', { name: 'Open recording…' }).click();
    await page.getByTestId('recording-file').setInputFiles(later);
    const dialog = page.getByTestId('recording-dialog');
    await expect(dialog.getByRole('alert')).toContainText('later version of Patchbay');
    await page.getByTestId('recording-cancel').click();
    await expect(page.getByTestId('source-item')).toHaveCount(3);
  });
});

async function startServer(page: Page): Promise<Socket> {
  const port = await freePort();
  await page.getByTestId('port-input').first().fill(String(port));
  await page.getByTestId('source-start').first().click();
  await expect(page.getByTestId('source-list')).toContainText('Running');
  const client = io(`http://127.0.0.1:${port}`, { transports: ['websocket'], forceNew: true, reconnection: false });
  await new Promise<void>((resolve, reject) => {
    client.once('connect', resolve);
    client.once('connect_error', reject);
  });
  return client;
}

function rows(page: Page) {
  return page.getByTestId('grid-traffic').getByTestId('row');
}

/** The path of the file. */
async function exportRecording(page: Page, info: TestInfo): Promise<string> {
  await page.getByTestId('traffic-export').click();
  await page.getByTestId('export-recording').click();
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByTestId('export-start').click()]);
  expect(download.suggestedFilename()).toMatch(/traffic.*\.patchbaylog$/);
  const path = info.outputPath(download.suggestedFilename());
  await download.saveAs(path);
  await expect(page.getByTestId('export-dialog')).toHaveCount(0);
  return path;
}

/** By the palette, as wherever a person is. */
async function openRecording(page: Page, path: string): Promise<void> {
  await page.getByTestId('palette-open').click();
  await page.getByRole('combobox', { name: 'Command palette' }).fill('open recording');
  await page.keyboard.press('Enter');
  await page.getByTestId('recording-file').setInputFiles(path);
  await expect(page.getByTestId('recording-dialog')).toHaveCount(0);
}
