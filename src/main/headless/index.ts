// The entry of the browser host: `node out/main/headless.cjs [--ui-port 4400] [--serve 3000] [--data-folder …] [--no-open]`.

import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArguments, USAGE } from './arguments.ts';
import { dataFolder } from './data-folder.ts';
import { openHeadless } from './headless.ts';
import { openBrowser } from './open-browser.ts';

void main();

async function main(): Promise<void> {
  let args: ReturnType<typeof parseArguments>;
  try {
    args = parseArguments(process.argv.slice(2));
  } catch (error) {
    console.error(`${messageOf(error)}\n\n${USAGE}`);
    process.exitCode = 2;
    return;
  }
  try {
    const headless = await openHeadless({
      ...args,
      dataFolder: args.dataFolder ?? dataFolder(process.platform, process.env),
      version: readVersion(),
      rendererRoot: resolve(import.meta.dirname, '../renderer'),
      onGuessing: () => console.error('Somebody tries to guess the link of this console: whatever comes is refused, but the link itself'),
    });
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void headless.close());
    console.log(`Console: ${headless.consoleUrl}`);
    if (headless.serverUrl !== null) console.log(`Server: ${headless.serverUrl}`);
    if (args.opensBrowser) await openBrowser(headless.consoleUrl, process.platform, process.env).catch(onNoBrowser);
  } catch (error) {
    console.error(messageOf(error));
    process.exitCode = 1;
  }
}

function onNoBrowser(error: unknown): void {
  console.error(`The browser could not be opened (${messageOf(error)}): open the address above`);
}

/** Of the package the built file lies in. */
function readVersion(): string {
  const { version }: { version: string } = JSON.parse(readFileSync(resolve(import.meta.dirname, '../../package.json'), 'utf8'));
  return version;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
