import { isIPv6 } from 'node:net';

const GROUPS = 8;
const MAPPED_IPV4 = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i;

/** What counts as one address: of IPv6, of which a network has 2^64 at hand, its /64. IPv4 written as IPv6 is IPv4. */
export function addressBlock(address: string): string {
  if (!isIPv6(address)) return address;
  const mapped = MAPPED_IPV4.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  const [head = [], tail] = (address.split('%')[0] ?? '').split('::').map(groupsOf);
  const missing = tail === undefined ? 0 : GROUPS - head.length - tail.length;
  const groups = [...head, ...Array<number>(missing).fill(0), ...(tail ?? [])];
  return `${groups
    .slice(0, GROUPS / 2)
    .map((group) => group.toString(16))
    .join(':')}::/64`;
}

/** Of a part of an address; the last two may be written as IPv4, and are none of the first four. */
function groupsOf(part: string): number[] {
  const groups = part === '' ? [] : part.split(':').map((group) => Number.parseInt(group, 16));
  return part.includes('.') ? [...groups.slice(0, -1), 0, 0] : groups;
}
