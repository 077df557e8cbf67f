// The console in its two hosts: a page in Chromium on the browser host, or the window of a real Electron.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { _electron, test as base, chromium, type ElectronApplication, errors, type Page } from '@playwright/test';

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
  const context = await browser.newContext({ viewport: SIZE, locale: 'en-US' });
  const page = await context.newPage();
  // What can not be clicked is said by name, before the test is out of time.
  page.setDefaultTimeout(15_000);
  await page.goto(browserHost.consoleUrl);
  await run({ page, electron: null });
  await browser.close();
  await browserHost.stop();
}

export { expect } from '@playwright/test';

interface LaunchMore {
  /** What is started in place of the project. */
  readonly app?: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/**
 * Without a preloaded script of its own, the driver attaches to an application that starts at the same time, and now and
 * then misses it on a busy machine: it then waits for ever, so it is given ten seconds and tried again.
 */
export async function launchElectron(executablePath: string, profile: string, more: LaunchMore = {}): Promise<ElectronApplication> {
  const options = {
    executablePath,
    args: [...electronArgs(profile, more.app), ...(more.args ?? [])],
    chromiumSandbox: !isRoot,
    env: { ...process.env, LANGUAGE: 'en_US', ...more.env },
    timeout: 10_000,
  };
  for (let attempt = 1; ; attempt++) {
    try {
      return await _electron.launch(options);
    } catch (error) {
      if (attempt === 6 || !(error instanceof errors.TimeoutError)) throw error;
    }
  }
}

/** Only root, as in a container, may not have the sandbox of Chromium. */
const isRoot = process.getuid?.() === 0;

export function electronArgs(profile: string, app: string = root): string[] {
  return [app, `--user-data-dir=${profile}`, '--disable-gpu', '--lang=en-US', ...(isRoot ? ['--no-sandbox'] : [])];
}

interface HostOptions {
  /** Kept by the test; what the host warns of it is not shown. */
  readonly dataFolder?: string;
  /** Root, too, is to be kept from what the modes of files forbid. */
  readonly obeysPermissions?: boolean;
}

/** `npm run start:web` without the build: its `Console:` and `Server:` lines. */
export async function startBrowserHost(
  args: readonly string[] = [],
  { dataFolder: kept, obeysPermissions = false }: HostOptions = {},
): Promise<{ consoleUrl: string; serverUrl: string; stop(): Promise<void>; pid: number }> {
  const dataFolder = kept ?? mkdtempSync(join(tmpdir(), 'patchbay-data-'));
  const hostArgs = ['--ui-port', '0', '--no-open', '--data-folder', dataFolder, ...args];
  const command = [process.execPath, join(root, 'out/main/headless.cjs'), ...hostArgs];
  if (obeysPermissions && isRoot) command.unshift('setpriv', '--bounding-set=-dac_override', '--inh-caps=-dac_override', '--');
  const [program = '', ...rest] = command;
  const child = spawn(program, rest, { stdio: ['ignore', 'pipe', kept === undefined ? 'inherit' : 'ignore'] });
  child.once('exit', () => kept ?? rmSync(dataFolder, { recursive: true, force: true }));
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
