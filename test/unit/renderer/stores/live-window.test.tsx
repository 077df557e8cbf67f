// @vitest-environment happy-dom

import { act, cleanup, renderHook } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { EnvironmentContext } from '../../../../src/renderer/stores/link.ts';
import { useLiveWindow } from '../../../../src/renderer/stores/live-window.ts';
import type { Query } from '../../../../src/renderer/stores/workspace.ts';
import { FakeConsole } from '../harness.tsx';
import { socketRow } from '../rows.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

const keyOf = ({ socketId }: { readonly socketId: string }) => socketId;

function watch(by: Query<'sockets'>['sort']['by']) {
  const fake = new FakeConsole();
  const { result } = renderHook(() => useLiveWindow('sockets', 's', { where: {}, sort: { by, isDescending: true } }, keyOf), {
    wrapper: ({ children }) => <EnvironmentContext value={{ client: fake.client, hostFacts: null, shell: null }}>{children}</EnvironmentContext>,
  });
  return {
    live: () => result.current,
    publish: (ids: string) =>
      act(() => fake.publish('sockets', { offset: 0, matched: ids.length, total: ids.length, rows: Array.from(ids, (id) => socketRow(id)) })),
    shown: () => Array.from({ length: result.current.matched }, (_, index) => result.current.rowAt(index)?.socketId).join(''),
    pass: (ms: number) =>
      act(() => {
        vi.advanceTimersByTime(ms);
      }),
  };
}

test('re-ranks a list sorted by a live value once a second', () => {
  const { publish, shown, pass } = watch('rttMs');
  publish('abc');
  pass(100);
  publish('cba');
  expect(shown()).toBe('abc');
  pass(900);
  expect(shown()).toBe('cba');
});

test('keeps the order while it is held, and catches up after', () => {
  const { live, publish, shown, pass } = watch('rttMs');
  publish('abc');
  act(() => live().onHold(true));
  pass(5000);
  publish('cba');
  pass(5000);
  expect(shown()).toBe('abc');
  act(() => live().onHold(false));
  pass(0);
  expect(shown()).toBe('cba');
});

test('shows a list sorted by what does not change as it comes', () => {
  const { live, publish, shown } = watch('connectedAt');
  publish('abc');
  act(() => live().onHold(true));
  publish('xabc');
  expect(shown()).toBe('xabc');
});
