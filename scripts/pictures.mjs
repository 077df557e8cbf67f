#!/usr/bin/env node
// `npm run pictures`: every screen, empty and busy, in both themes, both languages and two sizes, as PNGs in
// .cache/pictures; those that the READMEs and the tour show are copied to docs/pictures. For looking at, not for comparing.
//
//   SHOWN=1             the shown ones alone, in the four looks they are shown in
//   ONLY=overview,slow  these screens alone
//   WARM_UP=60          seconds of traffic before the first
import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { chromium } from '@playwright/test';
import { instrument } from '@socket.io/admin-ui';
import { Server } from 'socket.io';
import createServer2 from 'socket.io-2';
import { findChromium } from './peers.mjs';

const OUT = '.cache/pictures';
const SHOWN = {
  'dark-en-1280-overview': 'overview-dark',
  'light-en-1280-sockets': 'sockets-light',
  'dark-en-1280-compose': 'compose-dark',
  'dark-en-1280-client': 'client-dark',
  'dark-en-1280-admin-sockets': 'admin-dark',
  // The tour.
  'light-en-1280-server-form': 'server-form-light',
  'dark-en-1280-traffic': 'traffic-dark',
  'dark-en-1280-slow': 'slow-dark',
  'dark-en-1280-palette': 'palette-dark',
  'dark-zh-1280-overview': 'overview-zh',
  'light-zh-1280-sockets': 'sockets-zh',
  'dark-zh-1280-compose': 'compose-zh',
  'dark-zh-1280-client': 'client-zh',
  'dark-zh-1280-admin-sockets': 'admin-zh',
  'light-zh-1280-server-form': 'server-form-zh',
  'dark-zh-1280-traffic': 'traffic-zh',
  'dark-zh-1280-slow': 'slow-zh',
  'dark-zh-1280-palette': 'palette-zh',
};
const ONLY_SHOWN = process.env.SHOWN !== undefined;
const ONLY = process.env.ONLY?.split(',');
const ALL_LOOKS = [
  { theme: 'dark', locale: 'en-US', width: 1280, height: 800 },
  { theme: 'light', locale: 'en-US', width: 1280, height: 800 },
  { theme: 'dark', locale: 'zh-CN', width: 1280, height: 800 },
  { theme: 'light', locale: 'zh-CN', width: 1280, height: 800 },
  { theme: 'dark', locale: 'en-US', width: 1920, height: 1080 },
  { theme: 'light', locale: 'en-US', width: 1920, height: 1080 },
  { theme: 'dark', locale: 'zh-CN', width: 1920, height: 1080 },
  { theme: 'light', locale: 'zh-CN', width: 1920, height: 1080 },
  { theme: 'dark', locale: 'en-US', width: 960, height: 600 },
];

const LOOKS = ONLY_SHOWN ? ALL_LOOKS.slice(0, 4) : ALL_LOOKS;
const SHOWN_NAMES = new Set(Object.keys(SHOWN).map((file) => file.replace(/^\w+-\w+-\d+-/, '')));

const executablePath = findChromium();
if (executablePath === null) throw new Error('no Chromium: set CHROMIUM_PATH');
rmSync(OUT, { recursive: true, force: true });
mkdirSync(OUT, { recursive: true });

// Whatever fails, nothing that was started here stays.
const started = [];
process.on('exit', () => {
  for (const child of started) child.kill();
});
// No sources of whoever takes the pictures.
const dataFolder = mkdtempSync(join(tmpdir(), 'patchbay-pictures-'));
process.on('exit', () => rmSync(dataFolder, { recursive: true, force: true }));
const host = spawn(process.execPath, ['out/main/headless.cjs', '--ui-port', '0', '--no-open', '--data-folder', dataFolder], {
  stdio: ['ignore', 'pipe', 'inherit'],
});
started.push(host);
const [line] = await once(createInterface(host.stdout), 'line');
const browser = await chromium.launch({
  executablePath,
  args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});
// One page signs in; its cookie serves the others.
const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en-US' });
const page = await context.newPage();
await page.goto(line.replace('Console: ', ''));
await page.getByTestId('port-input').waitFor();

await inEachLook('first-launch', async () => {});
await page.getByTestId('port-input').fill('3000');
await page.getByTestId('source-start').first().click();
await page.getByTestId('tab-sockets').waitFor();
for (const tab of ['overview', 'sockets', 'rooms', 'traffic', 'compose'])
  await inEachLook(`empty-${tab}`, (view) => view.getByTestId(`tab-${tab}`).click(), LOOKS.slice(0, 3));

const people = fork('test/fixtures/population.mjs', ['http://127.0.0.1:3000']);
started.push(people);
await once(people, 'message');
await compose(page);
// Broadcasts go on while the pictures are taken; the minute before them fills the charts.
const broadcasts = setInterval(() => page.getByTestId('compose-send').click(), 1000);
await page.waitForTimeout(Number(process.env.WARM_UP ?? 60) * 1000);

await inEachLook('overview', (view) => view.getByTestId('tab-overview').click());
await inEachLook('sockets', async (view) => {
  await view.getByTestId('tab-sockets').click();
  await view.locator('[data-testid="grid-sockets"] [data-testid="row"]').nth(3).click();
  await view.waitForTimeout(700);
});
await inEachLook('rooms', (view) => view.getByTestId('tab-rooms').click());
await inEachLook('slow', async (view) => {
  await view.getByTestId('tab-sockets').click();
  await view.getByTestId('sockets-view').click();
  await view.getByRole('option').nth(1).click();
  const rows = view.locator('[data-testid="grid-sockets"] [data-testid="row"]');
  await rows.nth(1).click();
  await rows.nth(3).click({ modifiers: ['Control'] });
  await rows.nth(4).click({ modifiers: ['Control'] });
});
await inEachLook('filter', async (view) => {
  await view.getByTestId('tab-sockets').click();
  await view.locator('[data-filter]').click();
  await view.keyboard.type('ns:/chat rtt>x tr');
  await view.waitForTimeout(400);
});
await inEachLook('palette', async (view) => {
  await view.getByTestId('tab-sockets').click();
  await view.getByTestId('palette-open').click();
});
for (const page of ['appearance', 'data', 'shortcuts'])
  await inEachLook(`settings-${page}`, async (view) => {
    await view.getByTestId('settings-open').click();
    await view.getByTestId(`settings-${page}`).click();
  });
await inEachLook('namespaces', (view) => view.getByTestId('tab-namespaces').click());
await inEachLook('traffic', async (view) => {
  await view.getByTestId('tab-traffic').click();
  await view.waitForTimeout(600);
  await view.getByTestId('traffic-pause').click();
  await view.locator('[data-testid="grid-traffic"] [data-testid="row"]').nth(8).click();
  await view.waitForTimeout(500);
});
await inEachLook('compose', async (view) => {
  await compose(view);
  await view.getByTestId('compose-send').click();
  await view.waitForTimeout(1500);
});
clearInterval(broadcasts);
await page.getByTestId('source-stop').first().click();
await inEachLook('stopped', async () => {}, LOOKS.slice(0, 4));
await inEachLook('server-form', async (view) => {
  await openSources(view);
  await view.getByTestId('add-source').click();
  await view.locator('[data-testid="server-group-timing"] button').first().click();
});
await inEachLook(
  'link',
  async (view) => {
    await view.goto(
      `${page.url()}#link=${encodeURIComponent('patchbay://connect?url=https://shop.test/live&kind=admin&name=Shop&environment=staging')}`,
    );
    await view.reload();
    await view.getByTestId('link-dialog').waitFor();
  },
  LOOKS.slice(0, 4),
);

await clientPictures();
await adminPictures();

mkdirSync('docs/pictures', { recursive: true });
for (const [from, to] of Object.entries(ONLY === undefined ? SHOWN : {})) {
  copyFileSync(`${OUT}/${from}.png`, `docs/pictures/${to}.png`);
}
await browser.close();
process.exit();

/** Opens a page of its own for each look, so that neither settings nor scroll positions leak. */
async function inEachLook(name, prepare, looks = LOOKS) {
  if ((ONLY_SHOWN && !SHOWN_NAMES.has(name)) || ONLY?.includes(name) === false) return;
  for (const { theme, locale, width, height } of looks) {
    const cookies = await context.storageState();
    const other = await browser.newContext({
      viewport: { width, height },
      colorScheme: theme,
      locale,
      storageState: { cookies: cookies.cookies, origins: [] },
    });
    const view = await other.newPage();
    await view.goto(page.url());
    await view.getByTestId('status-bar').waitFor();
    await view.waitForTimeout(400);
    await prepare(view);
    await view.waitForTimeout(700);
    await view.screenshot({ path: `${OUT}/${theme}-${locale.slice(0, 2)}-${width}-${name}.png` });
    await other.close();
  }
}

/** A client of a server of 2.x that asks for acknowledgements, then of one that is not there. */
async function clientPictures() {
  const http = createServer();
  const io = createServer2(http);
  for (const name of ['/', '/live']) {
    io.of(name).on('connection', (socket) =>
      socket.on('order:confirm?', () => socket.emit('order:confirm', { order: 'o_7f21', total: 84.5 }, () => {})),
    );
  }
  await new Promise((resolve) => http.listen(3100, '127.0.0.1', resolve));
  await page.getByTestId('add-source').click();
  await page.getByTestId('source-kind-client').click();
  await page.getByTestId('client-url').last().fill('http://127.0.0.1:3100/live');
  await page.getByTestId('client-add').click();
  await page.getByTestId('namespace-add').click();
  await page.getByTestId('namespace-name').fill('/');
  await page.getByTestId('namespace-join').click();
  await page.getByTestId('client-connect').click();
  await page.getByTestId('connection-tag').waitFor();
  const asking = setInterval(() => {
    io.of('/live').emit('device:seen', { device: 'd-17', at: Date.now() });
    for (const socket of Object.values(io.of('/live').connected)) {
      socket.emit('order:confirm', { order: 'o_7f21', total: 84.5 }, () => {});
      socket.emit('device:challenge', '9f3c41', () => {});
    }
  }, 6000);
  await page.waitForTimeout(7000);
  await inEachLook('client', async (view) => {
    await selectLast(view);
    await view.getByTestId('reply-row').first().click();
  });
  await inEachLook('client-traffic', async (view) => {
    await selectLast(view);
    await view.getByTestId('tab-traffic').click();
  });
  await inEachLook('client-compose', async (view) => {
    await selectLast(view);
    await view.getByTestId('tab-compose').click();
    await view.getByTestId('compose-event').fill('order:place');
  });
  await inEachLook('client-rules', async (view) => {
    await selectLast(view);
    await view.getByTestId('reply-rules').click();
    await view.getByTestId('rule-add').click();
  });
  await inEachLook('client-tls', async (view) => {
    await selectLast(view);
    await view.getByTestId('client-setting-tls').click();
  });
  clearInterval(asking);
  io.close();
  http.closeAllConnections();
  await page.waitForTimeout(4000);
  await inEachLook('client-lost', selectLast);
  await inEachLook('client-doctor', async (view) => {
    await selectLast(view);
    await view.getByTestId('doctor-start').first().click();
    await view.getByTestId('doctor-verdict').waitFor();
  });
  await inEachLook('add-source', async (view) => {
    await openSources(view);
    await view.getByTestId('add-source').click();
    await view.getByTestId('source-kind-client').click();
  });
}

/** Two servers as their admin: an official one in development mode, and the one here over the superset. */
async function adminPictures() {
  const http = createServer();
  const io = new Server(http);
  // Bcrypt of `changeit`.
  const password = '$2b$04$RP5tRu8JLSgYxEyqIX9Glu8Roou6m2njZHosFuWzV7aU9PGidRdEO';
  instrument(io, { auth: { type: 'basic', username: 'admin', password }, mode: 'development', serverId: 'shop-api-1' });
  for (const name of ['/', '/live']) {
    io.of(name).on('connection', (socket) => {
      socket.on('join', (room) => socket.join(room));
      socket.on('leave', (room) => socket.leave(room));
    });
  }
  await new Promise((resolve) => http.listen(3200, '127.0.0.1', resolve));
  const remotePeople = fork('test/fixtures/population.mjs', ['http://127.0.0.1:3200', '32']);
  started.push(remotePeople);
  await once(remotePeople, 'message');

  await inEachLook('admin-add', (view) => addAdmin(view, 'prod'), LOOKS.slice(0, 4));
  await addAdmin(page, 'prod');
  await page.getByTestId('admin-connect').click();
  await page.getByTestId('admin-peer').waitFor();
  await page.waitForTimeout(20_000);
  const inAdmin = (name, prepare, looks) =>
    inEachLook(
      name,
      async (view) => {
        await selectLast(view);
        await prepare(view);
      },
      looks,
    );
  for (const tab of ['connection', 'overview', 'rooms', 'traffic', 'servers'])
    await inAdmin(`admin-${tab}`, (view) => view.getByTestId(`tab-${tab}`).click());
  await inAdmin('admin-sockets', async (view) => {
    await view.getByTestId('tab-sockets').click();
    await view.locator('[data-testid="grid-sockets"] [data-testid="row"]').nth(5).click();
    await view.waitForTimeout(700);
  });
  await inAdmin('admin-bulk', async (view) => {
    await view.getByTestId('tab-rooms').click();
    await view.locator('[data-testid="grid-rooms"] [data-testid="row"]').nth(1).click();
    await view.getByTestId('bulk-open').click();
    await view.getByTestId('bulk-disconnect').click();
  });
  await inAdmin('admin-confirm', async (view) => {
    await compose(view);
    await view.getByTestId('compose-send').click();
    await view.getByTestId('confirm-dialog').waitFor();
  });

  if (ONLY_SHOWN) return;
  await page.getByTestId('source-item').first().click();
  await page.getByRole('main').getByRole('button', { name: 'Edit…' }).click();
  await openAdministration(page);
  await page.getByTestId('administration-password').fill('changeit');
  await inEachLook('administration', async (view) => {
    await openSources(view);
    await view.getByTestId('add-source').click();
    await openAdministration(view);
  });
  await page.getByTestId('server-save').click();
  await page.getByTestId('source-start').first().click();
  await page.getByTestId('tab-audit').waitFor();
}

/** In a narrow window the list is folded into the rail. */
async function openSources(view) {
  const rail = view.getByTestId('rail-sources');
  if ((await rail.getAttribute('aria-pressed')) === 'false') await rail.click();
}

async function selectLast(view) {
  const isFolded = (await view.getByTestId('rail-sources').getAttribute('aria-pressed')) === 'false';
  await openSources(view);
  await view.getByTestId('source-item').last().click();
  if (isFolded) await view.getByTestId('rail-sources').click();
}

async function openAdministration(view) {
  await view.locator('[data-testid="server-group-administration"] button').first().click();
  await view.getByTestId('administration-on').click();
  await view.getByTestId('administration-password').focus();
}

async function addAdmin(view, environment) {
  await openSources(view);
  await view.getByTestId('add-source').click();
  await view.getByTestId('source-kind-admin').click();
  await view.getByTestId('new-admin-url').fill('http://127.0.0.1:3200');
  await view.getByTestId('admin-username').fill('admin');
  await view.getByTestId('admin-password').fill('changeit');
  await view.getByTestId('admin-name').fill('Shop API');
  await view.getByTestId(`environment-${environment}`).click();
}

async function compose(view) {
  await view.getByTestId('tab-compose').click();
  await view.getByTestId('compose-target-rooms').click();
  await view.getByTestId('compose-room-input').fill('match-42');
  await view.getByTestId('compose-room-input').press('Enter');
  await view.getByTestId('compose-event').fill('score:update');
  await view.getByTestId('compose-args').click();
  await view.keyboard.press('ControlOrMeta+a');
  await view.keyboard.insertText('{\n  "match": 42,\n  "home": 3, "away": 1,\n  "scorer": { "id": 8841, "name": "Rin" },\n  "final": false\n}');
  const ack = view.getByTestId('compose-ack');
  // Not every server takes one from an admin.
  if ((await ack.count()) > 0 && (await ack.getAttribute('aria-checked')) !== 'true') await ack.click();
}
