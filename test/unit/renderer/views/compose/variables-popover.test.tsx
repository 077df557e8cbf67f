// @vitest-environment happy-dom
import { act, cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { useMessages } from '../../../../../src/renderer/stores/messages.ts';
import { VariablesPopover } from '../../../../../src/renderer/views/compose/variables-popover.tsx';
import { FakeConsole, renderWith } from '../../harness.tsx';

let fake: FakeConsole;

beforeEach(() => {
  fake = new FakeConsole();
  useMessages.setState({ variables: [{ name: 'match', value: '42' }] });
  renderWith(fake, <VariablesPopover missing={['match', 'team']} />);
  fireEvent.click(screen.getByTestId('variables-open'));
});
afterEach(() => {
  vi.useRealTimers();
  cleanup();
});

const nameFields = () => screen.getAllByTestId<HTMLInputElement>('variable-name');
const valueFields = () => screen.getAllByTestId<HTMLInputElement>('variable-value');
const type = (field: HTMLElement | undefined, value: string) => fireEvent.change(field ?? document.body, { target: { value } });

it('offers what the message uses and nobody gave, and saves what is typed', async () => {
  expect(screen.getAllByTestId('variable-add-missing').map(({ textContent }) => textContent)).toEqual(['Add “team”']);
  fireEvent.click(screen.getByTestId('variable-add-missing'));
  type(valueFields()[1], 'red');
  await waitFor(() =>
    expect(fake.lastCall('variables.set')).toEqual({
      variables: [
        { name: 'match', value: '42' },
        { name: 'team', value: 'red' },
      ],
    }),
  );
});

it('writes once for all that was typed in one go', () => {
  vi.useFakeTimers();
  for (const value of ['4', '43', '430']) type(valueFields()[0], value);
  act(() => void vi.runAllTimers());
  expect(fake.calls.filter(({ name }) => name === 'variables.set')).toEqual([
    { name: 'variables.set', params: { variables: [{ name: 'match', value: '430' }] } },
  ]);
});

it('keeps to itself what has no name yet, a bad one, or one that is there', () => {
  vi.useFakeTimers();
  for (const _ of ['empty', 'bad', 'twice']) fireEvent.click(screen.getByTestId('variable-add'));
  type(nameFields()[2], '1st');
  type(nameFields()[3], 'match');
  act(() => void vi.runAllTimers());
  expect(nameFields().map((field) => field.getAttribute('aria-invalid') === 'true')).toEqual([false, true, true, true]);
  expect(fake.lastCall('variables.set')).toEqual({ variables: [{ name: 'match', value: '42' }] });
});

it('saves what was typed last when it closes', () => {
  type(valueFields()[0], '43');
  fireEvent.keyDown(valueFields()[0] ?? document.body, { key: 'Escape' });
  expect(screen.queryByTestId('variables')).toBeNull();
  expect(fake.lastCall('variables.set')).toEqual({ variables: [{ name: 'match', value: '43' }] });
});

it('says that it could not be saved', async () => {
  fake.fail('variables.set', 'FILE_FAILED', 'EROFS');
  type(valueFields()[0], '43');
  expect((await screen.findByRole('alert')).getAttribute('title')).toContain('EROFS');
});
