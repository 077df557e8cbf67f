// The console in its two hosts: a page in Chromium on the browser host, or the window of a real Electron.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { _electron, test as base, chromium, type ElectronApplication, type Page } from '@playwright/test';

export const root = resolve(import.meta.dirname, '../..');
const SIZE = { width: 1280, height: 800 };

/** Chromium may not run as root with its sandbox, and must not look things up outside. */
export const CHROMIUM_ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export interface Fixtures {
  /** The console in the host of this project. */
  readonly host: { readonly page: Page; readonly electron: ElectronApplication | null };
  readonly page: Page;
}

export const test = base.extend<Fixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads from the pattern what a fixture needs
  host: async ({}, run, info) => {
    if (info.project.name === 'electron') await inElectron(run);
    else await inBrowserHost(run);
  },
  page: ({ host }, run) => run(host.page),
});

async function inElectron(run: (host: Fixtures['host']) => Promise<void>): Promise<void> {
  const executablePath = process.env.PATCHBAY_ELECTRON ?? '';
  test.skip(executablePath === '', 'no Electron runtime or no display');
  const profile = mkdtempSync(join(tmpdir(), 'patchbay-electron-'));
  const electron = await launchElectron(executablePath, profile);
  await run({ page: await electron.firstWindow(), electron });
  await electron.close();
  rmSync(profile, { recursive: true, force: true });
}

async function inBrowserHost(run: (host: Fixtures['host']) => Promise<void>): Promise<void> {
  const executablePath = process.env.PATCHBAY_CHROMIUM ?? '';
  test.skip(executablePath === '', 'no Chromium');
  const browserHost = await startBrowserHost();
  const browser = await chromium.launch({ executablePath, args: CHROMIUM_ARGS });
  const page = await browser.newPage({ viewport: SIZE, locale: 'en-US' });
  await page.goto(browserHost.consoleUrl);
  await run({ page, electron: null });
  await browser.close();
  await browserHost.stop();
}

export { expect } from '@playwright/test';

export function launchElectron(executablePath: string, profile: string): Promise<ElectronApplication> {
  return _electron.launch({ executablePath, args: electronArgs(profile), env: { ...process.env, LANGUAGE: 'en_US' } });
}

export function electronArgs(profile: string): string[] {
  const args = [root, `--user-data-dir=${profile}`, '--disable-gpu', '--lang=en-US'];
  // Only root, as in a container, may not have the sandbox of Chromium.
  if (process.getuid?.() === 0) args.push('--no-sandbox');
  return args;
}

/** `npm run start:web` without the build: its `Console:` and `Server:` lines. */
export async function startBrowserHost(
  args: readonly string[] = [],
): Promise<{ consoleUrl: string; serverUrl: string; stop(): Promise<void>; pid: number }> {
  const child = spawn(process.execPath, [join(root, 'out/main/headless.cjs'), '--ui-port', '0', '--no-open', ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const wanted = args.includes('--serve') ? ['Console', 'Server'] : ['Console'];
  const urls = await readUrls(child, wanted);
  return {
    consoleUrl: urls.get('Console') ?? '',
    serverUrl: urls.get('Server') ?? '',
    pid: child.pid ?? 0,
    stop: () =>
      new Promise((done) => {
        child.once('exit', () => done());
        child.kill('SIGTERM');
      }),
  };
}

function readUrls(child: ChildProcess, names: readonly string[]): Promise<Map<string, string>> {
  const urls = new Map<string, string>();
  return new Promise((done, fail) => {
    child.once('exit', (code) => fail(new Error(`the browser host ended with ${code}`)));
    if (child.stdout === null) return;
    createInterface(child.stdout).on('line', (line) => {
      const match = /^(Console|Server): (\S+)$/.exec(line);
      if (match?.[1] !== undefined && match[2] !== undefined) urls.set(match[1], match[2]);
      if (names.every((name) => urls.has(name))) done(urls);
    });
  });
}

/** A port that was free a moment ago. */
export function freePort(): Promise<number> {
  return new Promise((done) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => done(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
