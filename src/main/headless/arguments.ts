import { parseArgs } from 'node:util';

export const USAGE = `Usage: patchbay [--ui-port <port>] [--serve <port>] [--data-folder <path>] [--no-open]

  --ui-port <port>      where the console listens on 127.0.0.1 (4400; 0 takes a free port)
  --serve <port>        starts a Socket.IO server on 127.0.0.1 at once (0 takes a free port)
  --data-folder <path>  where the sources are kept (by default where the system keeps such things)
  --no-open             does not open the browser`;

export interface Arguments {
  readonly uiPort: number;
  /** `null`: no server is started. */
  readonly servePort: number | null;
  /** `null`: the system's. */
  readonly dataFolder: string | null;
  readonly opensBrowser: boolean;
}

const DEFAULT_UI_PORT = 4400;

/** Throws an error that says what can not be used. */
export function parseArguments(args: readonly string[]): Arguments {
  const { values } = parseArgs({
    args: [...args],
    options: { 'ui-port': { type: 'string' }, serve: { type: 'string' }, 'data-folder': { type: 'string' }, 'no-open': { type: 'boolean' } },
  });
  return {
    uiPort: values['ui-port'] === undefined ? DEFAULT_UI_PORT : parsePort('--ui-port', values['ui-port']),
    servePort: values.serve === undefined ? null : parsePort('--serve', values.serve),
    dataFolder: parseFolder(values['data-folder']),
    opensBrowser: values['no-open'] !== true,
  };
}

function parseFolder(text: string | undefined): string | null {
  if (text === '') throw new Error('--data-folder "" is not a folder');
  return text ?? null;
}

function parsePort(option: string, text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new Error(`${option} "${text}" is not a port: it must be a number from 0 to 65535`);
}
