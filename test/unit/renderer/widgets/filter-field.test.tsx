// @vitest-environment happy-dom

import { act, cleanup, fireEvent, screen } from '@testing-library/react';
import { useState } from 'react';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { SOCKET_FIELDS } from '../../../../src/contract/filter-fields.ts';
import { FilterField } from '../../../../src/renderer/widgets/filter-field.tsx';
import { FakeConsole, renderWith } from '../harness.tsx';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

const onChange = vi.fn<(filter: string) => void>();

function Harness({ first }: { readonly first: string }) {
  const [value, setValue] = useState(first);
  const change = (next: string) => {
    onChange(next);
    setValue(next);
  };
  return (
    <>
      <FilterField label="Filter things" fields={SOCKET_FIELDS} value={value} onChange={change} result="3 of 9" />
      <button type="button" onClick={() => setValue('room:elsewhere')}>
        link
      </button>
    </>
  );
}

function show(first = '', language: 'en' | 'zh-CN' = 'en'): HTMLInputElement {
  onChange.mockClear();
  renderWith(new FakeConsole(), <Harness first={first} />, language);
  return screen.getByRole('combobox');
}

function type(input: HTMLElement, text: string): void {
  fireEvent.change(input, { target: { value: text } });
}

const press = (input: HTMLElement, key: string) => fireEvent.keyDown(input, { key });
const pause = () => {
  act(() => {
    vi.advanceTimersByTime(500);
  });
};
const tokens = () => screen.queryAllByTestId('filter-token').map(({ textContent }) => textContent);
const options = () => screen.queryAllByRole('option').map(({ firstChild }) => firstChild?.textContent);

describe('writing', () => {
  test('turns words into tokens on space, the last one back by Backspace, and filters when the typing pauses', () => {
    const input = show();
    type(input, 'ns:/chat ');
    expect([tokens(), input.value]).toEqual([['ns:/chat'], '']);
    type(input, 'lobby');
    expect(onChange).not.toHaveBeenCalled();
    pause();
    expect(onChange).toHaveBeenCalledExactlyOnceWith('ns:/chat lobby');
    type(input, '');
    press(input, 'Backspace');
    expect([tokens(), input.value]).toEqual([[], 'ns:/chat']);
    pause();
    expect(onChange).toHaveBeenLastCalledWith('ns:/chat');
  });

  test('parts no quotes and no regular expressions', () => {
    const input = show();
    type(input, 'room:"a ');
    expect(input.value).toBe('room:"a ');
    type(input, 'room:"a b" ');
    expect(tokens()).toEqual(['room:"a b"']);
    type(input, '/x ');
    expect(input.value).toBe('/x ');
    type(input, '/x y/i ');
    expect(tokens()).toEqual(['room:"a b"', '/x y/i']);
  });

  test('is done by Enter at once, and by leaving', () => {
    const input = show();
    type(input, 'lobby');
    press(input, 'Enter');
    expect(onChange).toHaveBeenCalledExactlyOnceWith('lobby');
    type(input, 'rtt>1s');
    fireEvent.blur(input);
    expect([tokens(), onChange.mock.lastCall]).toEqual([['lobby', 'rtt>1s'], ['lobby rtt>1s']]);
  });

  test('follows whoever else changes the filter', () => {
    const input = show('ns:/a');
    expect(tokens()).toEqual(['ns:/a']);
    type(input, 'half');
    fireEvent.click(screen.getByRole('button', { name: 'link' }));
    expect([tokens(), input.value]).toEqual([['room:elsewhere'], '']);
    pause();
    expect(onChange).not.toHaveBeenCalled();
  });

  test('takes tokens away one by one, and all at once', () => {
    show('ns:/a lobby');
    fireEvent.click(screen.getByRole('button', { name: 'Remove ns:/a' }));
    expect(onChange).toHaveBeenLastCalledWith('lobby');
    fireEvent.click(screen.getByRole('button', { name: 'Clear filter' }));
    expect(onChange).toHaveBeenLastCalledWith('');
  });
});

describe('what is wrong', () => {
  test('is marked, said with its character, and not sent', () => {
    const input = show('ns:/a');
    type(input, 'rtt>soon ');
    pause();
    expect(onChange).not.toHaveBeenCalled();
    expect(screen.getAllByTestId('filter-token').map(({ dataset }) => dataset.faulty)).toEqual(['false', 'true']);
    const note = document.getElementById(input.getAttribute('aria-describedby') ?? '');
    expect(note?.textContent).toContain('“soon” is no number that fits');
    expect(note?.textContent).toContain('character 7');
    expect(input.getAttribute('aria-invalid')).toBe('true');
    press(input, 'Backspace');
    type(input, 'rtt>2s');
    pause();
    expect(onChange).toHaveBeenCalledExactlyOnceWith('ns:/a rtt>2s');
    expect(input.getAttribute('aria-describedby')).toBeNull();
  });

  test('is said in Chinese', () => {
    const input = show('', 'zh-CN');
    type(input, 'colour:red ');
    expect(screen.getByTestId('filter-fault').textContent).toContain('没有字段“colour”');
    expect(screen.getByTestId('filter-fault').textContent).toContain('第 1 个字符');
  });

  test('is not yet wrong while it is being typed, and keeps nothing back', () => {
    const input = show();
    for (const draft of ['rtt>', 'transport:', 'transport:po', 'room:"a']) {
      type(input, draft);
      expect([draft, screen.queryByTestId('filter-fault')]).toEqual([draft, null]);
    }
    type(input, 'lobby rtt>');
    pause();
    expect(onChange).toHaveBeenCalledExactlyOnceWith('lobby');
  });
});

describe('suggestions', () => {
  test('are fields by their beginning, and their words after the colon, taken by the keyboard', () => {
    const input = show();
    expect(input.getAttribute('aria-expanded')).toBe('false');
    type(input, 'tr');
    expect(options()).toEqual(['transport:']);
    press(input, 'ArrowDown');
    expect(document.getElementById(input.getAttribute('aria-activedescendant') ?? '')?.textContent).toContain('transport:');
    press(input, 'Enter');
    expect(input.value).toBe('transport:');
    expect(options()).toEqual(['transport:websocket', 'transport:polling', 'transport:webtransport']);
    press(input, 'ArrowDown');
    press(input, 'ArrowDown');
    press(input, 'Tab');
    expect(tokens()).toEqual(['transport:polling']);
    expect(onChange).toHaveBeenLastCalledWith('transport:polling');
  });

  test('keep the sign, and offer comparisons for numbers', () => {
    const input = show();
    type(input, '-rt');
    expect(options()).toEqual(['-rtt>']);
  });

  test('are all fields on request, and close by Escape before it clears and leaves', () => {
    const input = show('ns:/a');
    input.focus();
    press(input, 'ArrowDown');
    expect(options()).toHaveLength(Object.keys(SOCKET_FIELDS).length);
    press(input, 'Escape');
    expect(options()).toEqual([]);
    expect(tokens()).toEqual(['ns:/a']);
    press(input, 'Escape');
    expect(onChange).toHaveBeenLastCalledWith('');
    press(input, 'Escape');
    expect(document.activeElement).not.toBe(input);
  });
});
