// A browser host of the built console for a bench, with a data folder of its own.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** Chromium may not run as root with its sandbox, and must not look things up outside. */
export const CHROMIUM_ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** `serverUrl` is `null` without `--serve`. `script` is started with the same arguments as the browser host, and says the same of itself. */
export async function startHost(args, script = ['out/main/headless.cjs']) {
  const dataFolder = mkdtempSync(join(tmpdir(), 'patchbay-bench-'));
  const child = spawn(process.execPath, [...script, '--ui-port', '0', '--no-open', '--data-folder', dataFolder, ...args], {
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  process.on('exit', remove);
  const wanted = args.includes('--serve') ? ['Console', 'Server'] : ['Console'];
  const urls = await new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the host ended with ${code}`)));
    const found = {};
    createInterface(child.stdout).on('line', (line) => {
      const [, name, url] = /^(\w+): (\S+)$/.exec(line) ?? [];
      if (name !== undefined) found[name] = url;
      if (wanted.every((each) => each in found)) resolve(found);
    });
  });
  child.removeAllListeners('exit');

  function remove() {
    child.kill();
    rmSync(dataFolder, { recursive: true, force: true });
  }

  return {
    child,
    consoleUrl: urls.Console,
    serverUrl: urls.Server ?? null,
    async stop() {
      process.off('exit', remove);
      const ended = once(child, 'exit');
      child.kill();
      await ended;
      rmSync(dataFolder, { recursive: true, force: true });
    },
  };
}
