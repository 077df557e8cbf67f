import { parseArgs } from 'node:util';

export const USAGE = `Usage: patchbay [--ui-port <port>] [--serve <port>] [--no-open]

  --ui-port <port>  where the console listens on 127.0.0.1 (4400; 0 takes a free port)
  --serve <port>    starts a Socket.IO server on 127.0.0.1 at once (0 takes a free port)
  --no-open         does not open the browser`;

export interface Arguments {
  readonly uiPort: number;
  /** `null`: no server is started. */
  readonly servePort: number | null;
  readonly opensBrowser: boolean;
}

const DEFAULT_UI_PORT = 4400;

/** Throws an error that says what can not be used. */
export function parseArguments(args: readonly string[]): Arguments {
  const { values } = parseArgs({
    args: [...args],
    options: { 'ui-port': { type: 'string' }, serve: { type: 'string' }, 'no-open': { type: 'boolean' } },
  });
  return {
    uiPort: values['ui-port'] === undefined ? DEFAULT_UI_PORT : parsePort('--ui-port', values['ui-port']),
    servePort: values.serve === undefined ? null : parsePort('--serve', values.serve),
    opensBrowser: values['no-open'] !== true,
  };
}

function parsePort(option: string, text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new Error(`${option} "${text}" is not a port: it must be a number from 0 to 65535`);
}
