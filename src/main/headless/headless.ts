import { createConsole } from '../console/console.ts';
import { SessionGate } from './session-gate.ts';
import { socketChannel } from './socket-channel.ts';
import { openUiServer, type UiServer } from './ui-server.ts';

export interface HeadlessOptions {
  readonly uiPort: number;
  /** A server to start at once, on this port. */
  readonly servePort: number | null;
  /** Where the sources are kept; `null`: nowhere. */
  readonly dataFolder: string | null;
  readonly version: string;
  readonly rendererRoot: string;
  /** Told, once in a while, that somebody tries tokens. */
  readonly onGuessing?: () => void;
}

export interface Headless {
  /** With the token in its fragment, which no server gets to see. */
  readonly consoleUrl: string;
  readonly serverUrl: string | null;
  close(): Promise<void>;
}

/** The whole console for a browser. Rejects with an error for a person when a port can not be had. */
export async function openHeadless({ uiPort, servePort, dataFolder, version, rendererRoot, onGuessing }: HeadlessOptions): Promise<Headless> {
  const console = createConsole({ version, host: 'browser', dataFolder });
  const gate = new SessionGate(Date.now, onGuessing);
  let uiServer: UiServer | undefined;
  try {
    uiServer = await openUiServer({ port: uiPort, rendererRoot, gate, onPage: (socket) => console.attach(socketChannel(socket)) });
    const serverUrl = servePort === null ? null : await serveAt(servePort);
    return { consoleUrl: `http://127.0.0.1:${uiServer.port}/#token=${gate.token}`, serverUrl, close };
  } catch (error) {
    await close();
    throw explained(error, uiPort);
  }

  async function serveAt(port: number): Promise<string | null> {
    const source = console.addSource({ kind: 'server', name: 'Local server', host: '127.0.0.1', port }, { isTemporary: true });
    await source.open();
    return source.describe().url;
  }

  async function close(): Promise<void> {
    await uiServer?.close();
    await console.close();
  }
}

/** The console's own errors name their port; Node's do not say how to change ours. */
function explained(error: unknown, uiPort: number): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE') return new Error(`The console's port ${uiPort} is in use: choose another with --ui-port`);
  if (code === 'EACCES') return new Error(`The console's port ${uiPort} is not allowed by the system: choose another with --ui-port`);
  if (code === 'PORT_IN_USE' && error instanceof Error) return new Error(`${error.message}: choose another with --serve`);
  return error;
}
