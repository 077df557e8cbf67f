import { expect, test } from 'vitest';
import { addressBlock } from '../../../../../src/core/engine/admission/address-block.ts';
import { AddressLimits } from '../../../../../src/core/engine/admission/address-limits.ts';

test.each([
  ['192.0.2.1', '192.0.2.1'],
  ['::ffff:192.0.2.1', '192.0.2.1'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:db8:1:2:ffff::', '2001:db8:1:2::/64'],
  ['2001:0DB8:0001:2::1', '2001:db8:1:2::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['2001:db8::1:2:3:4', '2001:db8:0:0::/64'],
  ['1::2:3:4:5:6:7', '1:0:2:3::/64'],
  ['::2:3:4:5:6:7:8', '0:2:3:4::/64'],
  ['64:ff9b::192.0.2.1', '64:ff9b:0:0::/64'],
  ['1:2:3:4:5:6:192.0.2.1', '1:2:3:4::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['::', '0:0:0:0::/64'],
  ['', ''],
  ['not an address', 'not an address'],
])('%s counts as %s', (address, block) => {
  expect(addressBlock(address)).toBe(block);
});

test('the limits are those of a block, and the refusal tells the address', () => {
  const limits = new AddressLimits({ connectionsPerAddress: 1 });
  limits.open('2001:db8::1', 0);
  expect(limits.admit('2001:db8::2', 0)).toMatchObject({ answer: 'Too many connections', context: { address: '2001:db8::2' } });
  expect(limits.full('2001:db8::3')).not.toBeNull();
  expect(limits.admit('2001:db8:0:1::1', 0)).toBeNull();
  limits.release('2001:db8::1');
  expect(limits.admit('2001:db8::2', 0)).toBeNull();
});
