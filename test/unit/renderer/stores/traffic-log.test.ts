import { describe, expect, test } from 'vitest';
import { TrafficLog } from '../../../../src/renderer/stores/traffic-log.ts';
import { packetRow, packetRows } from '../rows.ts';

function contentOf(log: TrafficLog): readonly (number | string)[] {
  return Array.from({ length: log.length }, (_, index) => {
    const item = log.at(index);
    return item?.type === 'packet' ? item.row.seq : `gap ${item?.count}`;
  });
}

describe('appending', () => {
  test('keeps the newest rows within its capacity and counts those that made room', () => {
    const log = new TrafficLog(3);
    log.append(packetRows(1, 5), 0);
    expect([contentOf(log), log.first]).toEqual([[3, 4, 5], 2]);
  });

  test('shows what was skipped as a gap between its neighbours', () => {
    const log = new TrafficLog(10);
    log.append(packetRows(1, 2), 0);
    log.append(packetRows(7, 8), 4);
    expect(contentOf(log)).toEqual([1, 2, 'gap 4', 7, 8]);
    expect(log.at(2)).toMatchObject({ afterSeq: 2, beforeSeq: 7, cause: 'fast' });
  });

  test('shows no gap before the first rows: nothing was seen before them', () => {
    const log = new TrafficLog(10);
    log.append(packetRows(7, 8), 6);
    expect(contentOf(log)).toEqual([7, 8]);
  });

  test('never shows more as skipped than lies between two rows', () => {
    const log = new TrafficLog(10);
    log.append(packetRows(1, 3), 0);
    log.append(packetRows(3, 4), 40_000);
    log.append(packetRows(7, 7), 40_000);
    expect(contentOf(log)).toEqual([1, 2, 3, 4, 'gap 2', 7]);
  });

  test('leaves out rows that are here already', () => {
    const log = new TrafficLog(10);
    log.append(packetRows(1, 3), 0);
    log.append(packetRows(2, 5), 0);
    expect(contentOf(log)).toEqual([1, 2, 3, 4, 5]);
  });
});

describe('holding', () => {
  test('counts rows, then shows those that are missing as a gap', () => {
    const log = new TrafficLog(10);
    log.append(packetRows(1, 2), 0);
    log.hold(packetRows(3, 6), 10);
    expect([contentOf(log), log.held]).toEqual([[1, 2], 14]);
    log.resume(packetRows(15, 16));
    expect([contentOf(log), log.held]).toEqual([[1, 2, 'gap 12', 15, 16], 0]);
  });

  test('shows no gap when everything that was held has come', () => {
    const log = new TrafficLog(10);
    log.append(packetRows(1, 2), 0);
    log.hold(packetRows(3, 4), 0);
    log.resume(packetRows(1, 4));
    expect(contentOf(log)).toEqual([1, 2, 3, 4]);
  });
});

describe('older rows', () => {
  test('go before the others, each once', () => {
    const log = new TrafficLog(10);
    log.append(packetRows(5, 6), 0);
    expect(log.prepend(packetRows(3, 5))).toBe(2);
    expect(contentOf(log)).toEqual([3, 4, 5, 6]);
  });

  test('push out the newest when there is no room, which then count as held', () => {
    const log = new TrafficLog(4);
    log.append(packetRows(5, 8), 0);
    log.prepend(packetRows(3, 4));
    expect([contentOf(log), log.held]).toEqual([[3, 4, 5, 6], 2]);
  });

  test('fill a gap from its end until nothing is missing', () => {
    const log = new TrafficLog(20);
    log.append(packetRows(1, 2), 0);
    log.append(packetRows(9, 9), 6);
    const gap = log.at(2);
    if (gap?.type !== 'gap') throw new Error('there is no gap');
    log.fill(gap, packetRows(6, 8), 'more');
    expect(contentOf(log)).toEqual([1, 2, 'gap 3', 6, 7, 8, 9]);
    const rest = log.at(2);
    if (rest?.type !== 'gap') throw new Error('there is no gap');
    log.fill(rest, packetRows(1, 5), 'whole');
    expect(contentOf(log)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  test('leave a row that stays where the console has let packets go', () => {
    const log = new TrafficLog(20);
    log.append(packetRows(1, 1), 0);
    log.append(packetRows(9, 9), 7);
    const gap = log.at(1);
    if (gap?.type !== 'gap') throw new Error('there is no gap');
    log.fill(gap, packetRows(7, 8), 'gone');
    expect(contentOf(log)).toEqual([1, 'gap 5', 7, 8, 9]);
    expect(log.at(1)).toMatchObject({ cause: 'gone' });
  });
});

describe('packets that are gone', () => {
  test('are told apart from those that can still be fetched', () => {
    const log = new TrafficLog(20);
    log.append(packetRows(1, 2), 0);
    log.append(packetRows(103, 104), 100);
    log.noteGone(2);
    expect(contentOf(log)).toEqual([1, 2, 'gap 100', 103, 104]);
    log.noteGone(43);
    expect(contentOf(log)).toEqual([1, 2, 'gap 40', 'gap 60', 103, 104]);
    expect([log.at(2), log.at(3)]).toMatchObject([{ cause: 'gone' }, { cause: 'fast', afterSeq: 42 }]);
    log.noteGone(500);
    expect([log.at(2), log.at(3)]).toMatchObject([{ cause: 'gone' }, { cause: 'gone', count: 60 }]);
    log.append(packetRows(105, 105), 0);
    expect(contentOf(log)).toEqual([1, 2, 'gap 40', 'gap 60', 103, 104, 105]);
  });

  test('stand once before the first of the log', () => {
    const log = new TrafficLog(20);
    log.append(packetRows(50, 51), 0);
    const loss = { count: 50, from: 1, until: 2, cause: 'buffer' } as const;
    expect([log.begin(loss), log.begin(loss)]).toEqual([1, 0]);
    expect(contentOf(log)).toEqual(['gap 50', 50, 51]);
    expect(log.indexOf(51)).toBe(2);
  });
});

describe('acknowledgements', () => {
  test('find their row beside gaps and make a new one of it', () => {
    const log = new TrafficLog(20);
    log.append(packetRows(1, 3), 0);
    log.append([packetRow(9, { ack: { state: 'pending' } }), packetRow(10)], 5);
    const before = log.at(log.indexOf(9));
    log.acknowledge([
      { seq: 9, ack: { state: 'acknowledged', latencyMs: 12 } },
      { seq: 4, ack: { state: 'pending' } },
    ]);
    const after = log.at(log.indexOf(9));
    expect(after).toMatchObject({ row: { seq: 9, ack: { state: 'acknowledged', latencyMs: 12 } } });
    expect(after).not.toBe(before);
  });
});

describe('rows that match only since they were acknowledged', () => {
  const seqs = (log: TrafficLog) =>
    Array.from({ length: log.length }, (_, index) => log.at(index)).map((item) => (item?.type === 'packet' ? item.row.seq : 'gap'));

  test('take their place, once', () => {
    const log = new TrafficLog(10);
    log.append([packetRow(2), packetRow(5), packetRow(8)], 0);
    log.insert([packetRow(5), packetRow(6), packetRow(9)]);
    expect(seqs(log)).toEqual([2, 5, 6, 8, 9]);
  });

  test('are left out where rows have made room, and where a gap counts them', () => {
    const log = new TrafficLog(2);
    log.append([packetRow(2), packetRow(5), packetRow(8)], 0);
    log.insert([packetRow(3)]);
    expect(seqs(log)).toEqual([5, 8]);
    const gapped = new TrafficLog(10);
    gapped.append([packetRow(1)], 0);
    gapped.append([packetRow(9)], 3);
    gapped.insert([packetRow(4)]);
    expect(seqs(gapped)).toEqual([1, 'gap', 9]);
  });
});
