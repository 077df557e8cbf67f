// The packaged application, as `npm run pack:dir` leaves it. Its fuses keep a driver from attaching to the main process, so this one talks to the
// page alone, over the port for debugging that Chromium has.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { type Browser, test as base, chromium, errors, expect, type Page } from '@playwright/test';
import { freePort } from '../fixtures/free-port.ts';
import { ClientProcess } from './clients.ts';

/** Of the packaged application; scripts/test.mjs names it once it is packed. */
const executable = process.env.PATCHBAY_PACKAGED ?? '';
const isRoot = process.getuid?.() === 0;

const test = base.extend<{ readonly profile: string }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads from the pattern what a fixture needs
  profile: async ({}, run) => {
    base.skip(executable === '', 'the application is not packed');
    const profile = mkdtempSync(join(tmpdir(), 'patchbay-packaged-'));
    await run(profile);
    rmSync(profile, { recursive: true, force: true });
  },
});

interface Started {
  readonly page: Page;
  /** All that it has written to stderr until now. */
  readonly said: () => string;
  quit(): Promise<void>;
}

async function start(program: string, profile: string, args: readonly string[] = [], env: Readonly<Record<string, string>> = {}): Promise<Started> {
  const switches = [`--user-data-dir=${profile}`, '--remote-debugging-port=0', '--disable-gpu', '--lang=en-US', ...(isRoot ? ['--no-sandbox'] : [])];
  const child = spawn(program, [...switches, ...args], { stdio: ['ignore', 'ignore', 'pipe'], env: { ...process.env, LANGUAGE: 'en_US', ...env } });
  const lines: string[] = [];
  const browser = await attached(await debuggingUrl(child, lines));
  const context = browser.contexts()[0];
  const page = context?.pages()[0] ?? (await context?.waitForEvent('page'));
  if (page === undefined) throw new Error('the application has no page');
  return {
    page,
    said: () => lines.join('\n'),
    async quit() {
      const gone = once(child, 'exit');
      child.kill('SIGTERM');
      await gone;
    },
  };
}

/** A driver that attaches while the application starts is now and then never answered: it is given five seconds and tried again. */
async function attached(url: string): Promise<Browser> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await chromium.connectOverCDP(url, { timeout: 5000 });
    } catch (error) {
      if (attempt === 6 || !(error instanceof errors.TimeoutError)) throw error;
    }
  }
}

function debuggingUrl(child: ChildProcess, lines: string[]): Promise<string> {
  return new Promise((done, fail) => {
    child.once('exit', (code) => fail(new Error(`the application ended with ${code}: ${lines.join('\n')}`)));
    if (child.stderr === null) return;
    createInterface(child.stderr).on('line', (line) => {
      lines.push(line);
      const url = /^DevTools listening on (\S+)/.exec(line)?.[1];
      if (url !== undefined) done(url);
    });
  });
}

test('the packaged application starts a server, and a client connects to it', async ({ profile }) => {
  const app = await start(executable, profile);
  expect(app.page.url()).toBe('app://patchbay/');
  const port = await freePort();
  await app.page.getByTestId('port-input').fill(String(port));
  await app.page.getByTestId('source-start').first().click();
  await expect(app.page.getByTestId('source-list')).toContainText('Running');
  const clients = new ClientProcess();
  const [client] = await clients.connect(`http://127.0.0.1:${port}`, ['polling', 'websocket'], ['/']);
  await app.page.getByTestId('tab-sockets').click();
  await expect(app.page.getByTestId('grid-sockets')).toContainText(client?.socketId.slice(0, 4) ?? 'no client');
  // Files that come from a package beside the bundles.
  expect((await fetch(`http://127.0.0.1:${port}/socket.io/socket.io.js`)).status).toBe(200);
  clients.end();
  await app.quit();
});

test('its fuses are set as the configuration says', async ({ profile }) => {
  expect(profile).not.toBe('');
  const wire = await getCurrentFuseWire(executable);
  const isOn = (fuse: FuseV1Options) => wire[fuse] === FuseState.ENABLE;
  expect({
    runAsNode: isOn(FuseV1Options.RunAsNode),
    cookieEncryption: isOn(FuseV1Options.EnableCookieEncryption),
    nodeOptions: isOn(FuseV1Options.EnableNodeOptionsEnvironmentVariable),
    inspectArguments: isOn(FuseV1Options.EnableNodeCliInspectArguments),
    asarIntegrity: isOn(FuseV1Options.EnableEmbeddedAsarIntegrityValidation),
    onlyAsar: isOn(FuseV1Options.OnlyLoadAppFromAsar),
    ownSnapshot: isOn(FuseV1Options.LoadBrowserProcessSpecificV8Snapshot),
    filePrivileges: isOn(FuseV1Options.GrantFileProtocolExtraPrivileges),
  }).toEqual({
    runAsNode: false,
    cookieEncryption: true,
    nodeOptions: false,
    inspectArguments: false,
    asarIntegrity: true,
    onlyAsar: true,
    ownSnapshot: false,
    filePrivileges: false,
  });
});

test('it is no Node, takes no code from its surroundings, and lets nobody debug its main process', async ({ profile }) => {
  const planted = join(profile, 'planted.cjs');
  const mark = join(profile, 'ran');
  writeFileSync(planted, `require('node:fs').writeFileSync(${JSON.stringify(mark)}, 'ran')`);
  const env = { ELECTRON_RUN_AS_NODE: '1', NODE_OPTIONS: `--require ${planted}`, ELECTRON_RENDERER_URL: 'http://127.0.0.1:9/' };
  const app = await start(executable, join(profile, 'data'), ['--inspect=0', planted], env);
  // As Node it had run the planted file, and had no page.
  await expect(app.page.getByTestId('port-input')).toBeVisible();
  expect(app.page.url()).toBe('app://patchbay/');
  expect(app.said()).not.toContain('Debugger listening');
  expect(spawnSync('ls', [mark]).status).not.toBe(0);
  await app.quit();
});

test('a folder planted beside its archive is not run, and the archive holds only what runs', async ({ profile }) => {
  const copy = join(profile, 'copy');
  cpSync(dirname(executable), copy, { recursive: true });
  mkdirSync(join(copy, 'resources/app'));
  writeFileSync(join(copy, 'resources/app/package.json'), '{"name": "planted", "main": "index.cjs"}');
  writeFileSync(join(copy, 'resources/app/index.cjs'), "require('electron').app.exit(7)");
  const app = await start(join(copy, 'patchbay'), join(profile, 'data'));
  await expect(app.page.getByTestId('port-input')).toBeVisible();
  await app.quit();
  const folders = new Set(archiveFolders(join(copy, 'resources/app.asar')));
  expect([...folders].sort()).toEqual(['node_modules', 'out', 'package.json']);
  expect(readFileSync(join(copy, 'resources/third-party-notices.txt'), 'utf8')).toMatch(/^react \d/m);
});

/** The header of an archive is JSON after four 32-bit numbers, of which the last is its length. */
function archiveFolders(file: string): string[] {
  const bytes = readFileSync(file);
  const header: { readonly files: object } = JSON.parse(bytes.subarray(16, 16 + bytes.readUInt32LE(12)).toString());
  return Object.keys(header.files);
}
