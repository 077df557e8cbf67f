// Whatever became of the saved sources, the console starts, says so, and loses nothing.
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from '@playwright/test';
import { CHROMIUM_ARGS, expect, startBrowserHost, test } from './host.ts';

const executablePath = process.env.PATCHBAY_CHROMIUM ?? '';
const server = (name: string) => ({ kind: 'server', sourceId: name, name, host: '127.0.0.1', port: 0, environment: null });
const text = (...names: readonly string[]) => `${JSON.stringify({ version: 2, isReadOnly: false, sources: names.map(server) }, null, 2)}\n`;

let folder: string;
let file: string;
let browser: Browser;

test.beforeEach(async () => {
  test.skip(executablePath === '', 'no Chromium');
  folder = mkdtempSync(join(tmpdir(), 'patchbay-store-'));
  file = join(folder, 'sources.json');
  browser = await chromium.launch({ executablePath, args: CHROMIUM_ARGS });
});

test.afterEach(async () => {
  await browser.close();
  chmodSync(folder, 0o755);
  rmSync(folder, { recursive: true, force: true });
});

async function start(run: (page: Page) => Promise<void>, obeysPermissions = false): Promise<void> {
  const host = await startBrowserHost([], { dataFolder: folder, obeysPermissions });
  const page = await browser.newPage({ locale: 'en-US' });
  await page.goto(host.consoleUrl);
  await expect(page.getByTestId('status-bar')).toBeVisible();
  await run(page);
  await page.close();
  await host.stop();
}

const names = (page: Page) => page.getByTestId('source-item').allInnerTexts();
const aside = (why: string) => readdirSync(folder).filter((name) => name.startsWith(`sources.json.${why}-`));

test('a corrupt store is set aside, and its backup offered', async () => {
  writeFileSync(file, text('Shop', 'Chat'));
  await start(async (page) => expect(page.getByTestId('source-item')).toHaveCount(2));
  writeFileSync(file, 'not JSON at all');
  await start(async (page) => {
    await expect(page.getByTestId('notice')).toContainText('could not be understood');
    await expect(page.getByTestId('source-item')).toHaveCount(0);
    await page.getByTestId('notice-restore').click();
    await expect(page.getByTestId('source-item')).toHaveCount(2);
    await expect(page.getByTestId('notice')).toHaveCount(0);
  });
  expect(aside('corrupt').map((name) => readFileSync(join(folder, name), 'utf8'))).toEqual(['not JSON at all']);
  await start(async (page) => expect((await names(page)).join()).toContain('Shop'));
});

test('a truncated store has the sources before the cut', async () => {
  const whole = text('Shop', 'Chat', 'Lost');
  writeFileSync(file, whole.slice(0, whole.indexOf('"Lost"')));
  await start(async (page) => {
    await expect(page.getByTestId('source-item')).toHaveCount(2);
    await expect(page.getByTestId('notice')).toContainText('A part of the saved sources');
    await page.getByText('Details…').click();
    await expect(page.getByTestId('kept-file')).toHaveCount(2);
  });
  expect(aside('damaged')).toHaveLength(1);
});

test('an older store is brought up to date, with a backup', async () => {
  writeFileSync(file, JSON.stringify({ version: 1, sources: [{ kind: 'server', sourceId: 'a', name: 'Old', host: '127.0.0.1', port: 0 }] }));
  await start(async (page) => {
    await expect(page.getByTestId('source-item')).toContainText('Old');
    await expect(page.getByTestId('notice')).toContainText('brought up to date');
  });
  expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ version: 2, sources: [{ name: 'Old' }] });
  expect(readdirSync(join(folder, 'backups'))).toHaveLength(1);
  await start(async (page) => {
    await expect(page.getByTestId('source-item')).toContainText('Old');
    await expect(page.getByTestId('notice')).toHaveCount(0);
  });
});

test('a newer store is left alone until a person says otherwise', async () => {
  const newer = '{"version": 99, "sources": {"in": "another form"}}';
  writeFileSync(file, newer);
  await start(async (page) => {
    await expect(page.getByTestId('notice')).toContainText('later version of Patchbay (99)');
    await page.getByTestId('port-input').fill('0');
    await page.getByTestId('source-start').first().click();
    await expect(page.getByTestId('source-item')).toHaveCount(1);
  });
  expect(readFileSync(file, 'utf8')).toBe(newer);
  await start(async (page) => {
    await page.getByRole('button', { name: 'Set it aside and save again' }).click();
    await expect(page.getByTestId('notice')).toHaveCount(0);
  });
  expect(aside('newer').map((name) => readFileSync(join(folder, name), 'utf8'))).toEqual([newer]);
});

test('a read-only store shows its sources, and says that changes are not saved', async () => {
  writeFileSync(file, text('Shop'));
  mkdirSync(join(folder, 'backups'));
  for (const [path, mode] of [
    [join(folder, 'backups'), 0o555],
    [file, 0o444],
    [folder, 0o555],
  ] as const)
    chmodSync(path, mode);
  await start(async (page) => {
    await expect(page.getByTestId('source-item')).toContainText('Shop');
    await expect(page.getByTestId('notice')).toContainText('Changes cannot be saved.');
    await page.getByTestId('settings-open').click();
    await page.getByTestId('settings-data').click();
    await expect(page.getByTestId('settings')).toContainText('EACCES');
  }, true);
  expect(readFileSync(file, 'utf8')).toBe(text('Shop'));
});
