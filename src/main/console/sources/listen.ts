import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ContractError } from '../../../contract/frame.ts';

/**
 * Resolves with the real address once the server listens; port 0 takes any free one.
 * Fails with `PORT_IN_USE`, `PORT_FORBIDDEN`, `ADDRESS_UNAVAILABLE`, `LISTEN_FAILED`.
 */
export async function listen(server: Server, host: string, port: number): Promise<AddressInfo> {
  await new Promise<void>((resolve, reject) => {
    const onError = (error: NodeJS.ErrnoException) => reject(listenError(error, host, port));
    server.once('error', onError);
    server.listen({ port, host }, () => {
      server.off('error', onError);
      resolve();
    });
  });
  const address = server.address();
  // Only a pipe has a name instead, and this listened on a port.
  if (address === null || typeof address === 'string') throw new ContractError('LISTEN_FAILED', 'the server has no port');
  return address;
}

function listenError(error: NodeJS.ErrnoException, host: string, port: number): ContractError {
  switch (error.code) {
    case 'EADDRINUSE':
      return new ContractError('PORT_IN_USE', `port ${port} on ${host} is in use`);
    case 'EACCES':
      return new ContractError('PORT_FORBIDDEN', `the system does not allow this program to use port ${port} on ${host}`);
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return new ContractError('ADDRESS_UNAVAILABLE', `this machine has no address "${host}"`);
    default:
      return new ContractError('LISTEN_FAILED', `can not listen on port ${port} of ${host}: ${error.message}`);
  }
}
