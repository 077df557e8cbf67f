import { ContractError } from '../../../../contract/frame.ts';
import { findFreePort } from './free-port.ts';
import { findPortOwner } from './port-owner.ts';

/** A source of this console that has a port. */
export type HolderOf = (port: number) => { readonly name: string } | null;

/** Says by whom, where that can be known, and which port is free instead. */
export async function portInUse(host: string, port: number, holderOf: HolderOf): Promise<ContractError> {
  const source = holderOf(port);
  const [owner, freePort] = await Promise.all([source === null ? findPortOwner(port) : null, findFreePort(host, port < 1024 ? 3000 : port + 1)]);
  const message = `port ${port} on ${host} is in use by ${source !== null ? `"${source.name}" of this console` : ownerText(owner)}`;
  return new ContractError('PORT_IN_USE', message, {
    ...(source !== null && { source: source.name }),
    ...(owner !== null && { program: owner.program, pid: owner.pid }),
    ...(freePort !== null && { freePort }),
  });
}

function ownerText(owner: Awaited<ReturnType<typeof findPortOwner>>): string {
  return owner === null ? 'another program' : `${owner.program} (process ${owner.pid})`;
}
