// What the systems say about who listens on a port: their tables and commands, read without trust in their shape.

/** Inodes of sockets that listen on the port, of `/proc/net/tcp` or `tcp6`. */
export function listeningInodes(table: string, port: number): readonly string[] {
  const wanted = port.toString(16).toUpperCase().padStart(4, '0');
  return table.split('\n').flatMap((line) => {
    // sl, local address, remote address, state (0A: LISTEN), queues, timer, retransmits, uid, timeout, inode
    const [, local, , state, , , , , , inode] = line.trim().split(/\s+/);
    return state === '0A' && local?.endsWith(`:${wanted}`) && inode !== undefined && /^\d+$/.test(inode) ? [inode] : [];
  });
}

/** The first process of `lsof -F pc`: lines `p<pid>` and `c<command>`. */
export function lsofOwner(output: string): { readonly pid: number; readonly program: string } | null {
  const pid = readPid(/^p(\d+)$/m.exec(output)?.[1]);
  const program = /^c(.+)$/m.exec(output)?.[1]?.trim();
  return pid === null || program === undefined ? null : { pid, program };
}

/** The process that listens on the port, of `netstat -ano -p TCP`. The state's word is of the system's language; its remote address is not. */
export function netstatPid(output: string, port: number): number | null {
  for (const line of output.split('\n')) {
    const [protocol, local, remote, , pid] = line.trim().split(/\s+/);
    if (protocol === 'TCP' && local?.endsWith(`:${port}`) && (remote === '0.0.0.0:0' || remote === '[::]:0')) return readPid(pid);
  }
  return null;
}

/** The program of `tasklist /FI "PID eq <pid>" /FO CSV /NH`: `"node.exe","1234",…`. */
export function tasklistProgram(output: string, pid: number): string | null {
  const match = /^"([^"]+)","(\d+)"/m.exec(output);
  return match?.[2] === String(pid) ? (match[1] ?? null) : null;
}

function readPid(text: string | undefined): number | null {
  const pid = Number(text);
  return Number.isSafeInteger(pid) && pid > 0 ? pid : null;
}
