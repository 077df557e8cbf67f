import { execFile } from 'node:child_process';
import { readdir, readFile, readlink } from 'node:fs/promises';
import { promisify } from 'node:util';
import { MAX_PORT_OWNER_BYTES } from '../../limits.ts';
import { listeningInodes, lsofOwner, netstatPid, tasklistProgram } from './port-owner-output.ts';

export interface PortOwner {
  readonly pid: number;
  readonly program: string;
}

const TIMEOUT_MS = 5000;

/** Which program listens on a TCP port of this machine, where the system tells; `null`: it does not, or not in time. */
export async function findPortOwner(port: number, platform: NodeJS.Platform = process.platform): Promise<PortOwner | null> {
  const late = AbortSignal.timeout(TIMEOUT_MS);
  const given = new Promise<null>((resolve) => late.addEventListener('abort', () => resolve(null), { once: true }));
  return Promise.race([ask(port, platform, late).catch(() => null), given]);
}

function ask(port: number, platform: NodeJS.Platform, signal: AbortSignal): Promise<PortOwner | null> {
  switch (platform) {
    case 'linux':
      return ofLinux(port, signal);
    case 'darwin':
      return ofMac(port, signal);
    case 'win32':
      return ofWindows(port, signal);
    default:
      return Promise.resolve(null);
  }
}

/** Only of processes of the same person: the others' files can not be looked at. */
async function ofLinux(port: number, signal: AbortSignal): Promise<PortOwner | null> {
  const tables = await Promise.all(['tcp', 'tcp6'].map((name) => readFile(`/proc/net/${name}`, 'utf8').catch(() => '')));
  const links = new Set(tables.flatMap((table) => listeningInodes(table, port)).map((inode) => `socket:[${inode}]`));
  if (links.size === 0) return null;
  for (const pid of await readdir('/proc')) {
    if (signal.aborted) return null;
    if (!/^\d+$/.test(pid) || !(await holdsOne(pid, links))) continue;
    const program = await readFile(`/proc/${pid}/comm`, 'utf8');
    return { pid: Number(pid), program: program.trim() };
  }
  return null;
}

async function holdsOne(pid: string, links: ReadonlySet<string>): Promise<boolean> {
  const files = await readdir(`/proc/${pid}/fd`).catch(() => []);
  for (const file of files) {
    const link = await readlink(`/proc/${pid}/fd/${file}`).catch(() => '');
    if (links.has(link)) return true;
  }
  return false;
}

async function ofMac(port: number, signal: AbortSignal): Promise<PortOwner | null> {
  return lsofOwner(await run('/usr/sbin/lsof', ['-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-F', 'pc'], signal));
}

async function ofWindows(port: number, signal: AbortSignal): Promise<PortOwner | null> {
  const pid = netstatPid(await run('netstat', ['-ano', '-p', 'TCP'], signal), port);
  if (pid === null) return null;
  const program = tasklistProgram(await run('tasklist', ['/FI', `PID eq ${pid}`, '/FO', 'CSV', '/NH'], signal), pid);
  return program === null ? null : { pid, program };
}

async function run(file: string, args: readonly string[], signal: AbortSignal): Promise<string> {
  const { stdout } = await promisify(execFile)(file, [...args], { signal, maxBuffer: MAX_PORT_OWNER_BYTES, windowsHide: true });
  return stdout;
}
