// @vitest-environment happy-dom
// Without the harness, which has everything loaded before: here regular expressions are read for the first time.
import { act, renderHook, waitFor } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import { ROOM_FIELDS } from '../../../../src/contract/filter-fields.ts';
import { useFilterText } from '../../../../src/renderer/widgets/use-filter-text.ts';

const loading = vi.hoisted(() => {
  let resolve = () => {};
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve: () => resolve() };
});
vi.mock('../../../../src/contract/filter-pattern.ts', async (original) => {
  await loading.promise;
  return original();
});

afterEach(() => vi.restoreAllMocks());

it('a filter with a regular expression is sent once that is known to be right, unless another one is wanted by then', async () => {
  const onChange = vi.fn<(filter: string) => void>();
  const { result } = renderHook(() => useFilterText('', ROOM_FIELDS, onChange));
  act(() => result.current.settle({ tokens: ['/left/'], draft: '' }));
  act(() => result.current.settle({ tokens: ['/(/'], draft: '' }));
  expect(result.current.fault).toBe(null);
  expect(onChange).not.toHaveBeenCalled();
  await act(async () => loading.resolve());
  await waitFor(() => expect(result.current.fault).toMatchObject({ problem: 'BAD_REGEX', value: '/(/' }));
  expect(onChange).not.toHaveBeenCalled();
  act(() => result.current.settle({ tokens: ['/right/'], draft: '' }));
  expect(onChange.mock.calls).toEqual([['/right/']]);
});
