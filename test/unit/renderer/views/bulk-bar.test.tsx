// @vitest-environment happy-dom
import { cleanup, screen } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import type { Target } from '../../../../src/contract/target.ts';
import type { Selection } from '../../../../src/renderer/stores/use-selection.ts';
import { BulkBar } from '../../../../src/renderer/views/bulk-bar.tsx';
import { FakeConsole, renderWith } from '../harness.tsx';
import { sourceRow } from '../rows.ts';

afterEach(cleanup);

const rooms: Target = { to: 'rooms', namespace: '/', rooms: ['a'], except: [] };

function show({
  chosen,
  matched,
  target = rooms,
  canMeanAll = false,
}: {
  chosen: number;
  matched: number;
  target?: Target | null;
  canMeanAll?: boolean;
}) {
  const rows = Array.from({ length: chosen }, (_, index) => index);
  const selection: Selection<number> = {
    keys: new Set(rows.map(String)),
    rows,
    isAll: false,
    limit: 1000,
    has: () => true,
    pick: () => {},
    selectAll: () => {},
    clear: () => {},
  };
  renderWith(
    new FakeConsole(),
    <BulkBar source={sourceRow('s')} selection={selection} target={target} matched={matched} canMeanAll={canMeanAll} onAct={() => {}} />,
  );
  return screen.getByTestId('bulk-bar').textContent;
}

test('says that not all that match are selected, when no more can be', () => {
  expect(show({ chosen: 1000, matched: 2345 })).toContain('1,000 selectedof 2,345 that match; one action takes no more');
});

test('says nothing of a limit that is not reached, or that all can be meant without', () => {
  expect(show({ chosen: 999, matched: 2345 })).not.toContain('2,345');
  cleanup();
  expect(show({ chosen: 1000, matched: 1000 })).not.toContain('that match');
  cleanup();
  expect(show({ chosen: 1000, matched: 2345, canMeanAll: true })).not.toContain('one action');
});

test('offers nothing to do with more namespaces than one action reaches, and says so', () => {
  expect(show({ chosen: 101, matched: 101, target: null })).toContain('One action reaches 100 namespaces at most');
  expect(screen.queryByTestId('selection-emit')).toBeNull();
});
