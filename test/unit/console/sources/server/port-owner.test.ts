import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, test, vi } from 'vitest';
import { MAX_PORT_OWNER_BYTES, MAX_PORTS_TRIED } from '../../../../../src/main/console/limits.ts';
import { findFreePort } from '../../../../../src/main/console/sources/server/free-port.ts';
import { findPortOwner } from '../../../../../src/main/console/sources/server/port-owner.ts';
import { listeningInodes, lsofOwner, netstatPid, tasklistProgram } from '../../../../../src/main/console/sources/server/port-owner-output.ts';

async function listening(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

describe('the table of Linux', () => {
  const table = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:0BB8 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 48211 1 0000000000000000 100 0 0 10 0
   1: 0100007F:0BB8 0100007F:D2F0 01 00000000:00000000 00:00000000 00000000  1000        0 48300 1 0000000000000000 20 4 30 10 -1
   2: 00000000:0016 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 20111 1 0000000000000000 100 0 0 10 0
`;
  it('names the sockets that listen on the port, and no connection of it', () => {
    expect(listeningInodes(table, 3000)).toEqual(['48211']);
    expect(listeningInodes(table, 22)).toEqual(['20111']);
    expect(listeningInodes(table, 53_488)).toEqual([]);
  });

  it('may be anything', () => {
    expect(listeningInodes('', 1)).toEqual([]);
    expect(listeningInodes('0: :0001 : 0A\nx y z 0A', 1)).toEqual([]);
  });
});

test('lsof names process and program', () => {
  expect(lsofOwner('p812\ncnode\nf22\n')).toEqual({ pid: 812, program: 'node' });
  expect(lsofOwner('p431\ncGoogle Chrome He\nf9\np555\ncother\n')).toEqual({ pid: 431, program: 'Google Chrome He' });
  expect(lsofOwner('')).toBeNull();
  expect(lsofOwner('pabc\nc\n')).toBeNull();
});

test('netstat names the process in any language, and tasklist its program', () => {
  const german = `
Aktive Verbindungen

  Proto  Lokale Adresse         Remoteadresse          Status           PID
  TCP    0.0.0.0:135            0.0.0.0:0              ABHÖREN          1020
  TCP    127.0.0.1:3000         127.0.0.1:51002        HERGESTELLT      77
  TCP    127.0.0.1:3000         0.0.0.0:0              ABHÖREN          9120
  TCP    [::]:8080              [::]:0                 ABHÖREN          4
`;
  expect(netstatPid(german, 3000)).toBe(9120);
  expect(netstatPid(german, 8080)).toBe(4);
  expect(netstatPid(german, 300)).toBeNull();
  expect(tasklistProgram('"node.exe","9120","Console","1","45.212 K"\r\n', 9120)).toBe('node.exe');
  expect(tasklistProgram('INFO: No tasks are running which match the specified criteria.\r\n', 9120)).toBeNull();
});

test.runIf(process.platform === 'linux')('this machine says that it is this program', async () => {
  expect(await findPortOwner(await listening())).toMatchObject({ pid: process.pid, program: expect.any(String) });
});

test('nobody is named where the system does not tell', async () => {
  expect(await findPortOwner(await listening(), 'aix')).toBeNull();
});

describe.runIf(process.platform !== 'win32')('the commands of Windows', () => {
  /** Stand-ins that say this; `tasklist` names the program of any process. */
  function commandsSay(netstat: string): void {
    const folder = mkdtempSync(join(tmpdir(), 'patchbay-commands-'));
    writeFileSync(join(folder, 'netstat.txt'), netstat);
    writeFileSync(join(folder, 'netstat'), '#!/bin/sh\ncat "$(dirname "$0")/netstat.txt"\n', { mode: 0o755 });
    writeFileSync(join(folder, 'tasklist'), '#!/bin/sh\necho \'"node.exe","9120","Console","1","45 K"\'\n', { mode: 0o755 });
    vi.stubEnv('PATH', `${folder}:${process.env.PATH}`);
    onTestFinished(() => {
      vi.unstubAllEnvs();
      rmSync(folder, { recursive: true });
    });
  }
  const line = '  TCP    0.0.0.0:3000         0.0.0.0:0              LISTENING       9120\n';

  it('are asked one after the other', async () => {
    commandsSay(line);
    expect(await findPortOwner(3000, 'win32')).toEqual({ pid: 9120, program: 'node.exe' });
    expect(await findPortOwner(3001, 'win32')).toBeNull();
  });

  it('are believed only so far as they are short', async () => {
    commandsSay(line + ' '.repeat(MAX_PORT_OWNER_BYTES));
    expect(await findPortOwner(3000, 'win32')).toBeNull();
  });
});

test('a free port is the next that nobody has', async () => {
  const port = await listening();
  const free = await findFreePort('127.0.0.1', port);
  expect(free).toBeGreaterThan(port);
  expect(free).toBeLessThan(port + MAX_PORTS_TRIED);
});

test('no port is free on an address of another machine, which ends after a hundred tries', async () => {
  expect(await findFreePort('192.0.2.1', 3000)).toBeNull();
});
