import { expect, it } from 'vitest';
import type { PacketFilter } from '../../../../src/contract/calls.ts';
import { packetMatcher } from '../../../../src/main/console/traffic/packet-filter.ts';
import { TrafficLog } from '../../../../src/main/console/traffic/traffic-log.ts';
import { disconnection, packet } from '../records.ts';

const log = new TrafficLog();
log.append(packet({ event: 'Chat', text: '2["Chat","good morning"]' }));
log.append(packet({ direction: 'out', socketId: 's2', text: '2["hello","a.b"]' }));
log.append(packet({ namespace: '/admin' }));
log.appendClosed(disconnection({ reason: 'ping timeout' }));

function found(filter: PacketFilter): readonly number[] {
  const matches = packetMatcher(filter);
  return [0, 1, 2, 3].filter((seq) => {
    const entry = log.get(seq);
    return entry !== undefined && (matches === null || matches(entry));
  });
}

it.each<[PacketFilter, readonly number[]]>([
  [{}, [0, 1, 2, 3]],
  [{ text: '' }, [0, 1, 2, 3]],
  [{ text: 'chat' }, [0]],
  [{ text: 'MORNING' }, [0]],
  [{ text: 'a.b' }, [1]],
  [{ text: 'o.m' }, []],
  [{ text: 'ping' }, [3]],
  [{ direction: 'out' }, [1]],
  [{ direction: 'in' }, [0, 2]],
  [{ namespace: '/admin' }, [2]],
  [{ socketId: 's2' }, [1]],
  [{ socketId: 's1', direction: 'in', text: 'hello' }, [2]],
])('finds by %j', (filter, seqs) => {
  expect(found(filter)).toEqual(seqs);
});

it('says that a filter without restrictions lets everything pass', () => {
  expect(packetMatcher({})).toBeNull();
});
