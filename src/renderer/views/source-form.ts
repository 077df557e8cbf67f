export const DEFAULT_HOST = '127.0.0.1';
export const DEFAULT_PORT = 3000;

/** A whole number from 0 to 65,535, or `null`. */
export function parsePort(text: string): number | null {
  if (!/^\d{1,5}$/.test(text.trim())) return null;
  const port = Number(text);
  return port <= 65_535 ? port : null;
}

/** The first port from `from` that none of the sources has. */
export function freePort(taken: readonly number[], from: number): number {
  let port = from;
  while (taken.includes(port) && port < 65_535) port += 1;
  return port;
}
