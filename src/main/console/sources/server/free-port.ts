import { createServer } from 'node:net';
import { MAX_PORTS_TRIED } from '../../limits.ts';

const LAST_PORT = 65_535;

/** The first port from `from` on that nobody listens on now; `null`: none of the next hundred. */
export async function findFreePort(host: string, from: number): Promise<number | null> {
  for (let port = from; port < from + MAX_PORTS_TRIED && port <= LAST_PORT; port++) if (await isFree(host, port)) return port;
  return null;
}

function isFree(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(true)));
  });
}
