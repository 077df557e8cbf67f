// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { useState } from 'react';
import { afterEach, expect, it } from 'vitest';
import { ChipInput } from '../../../../src/renderer/widgets/chip-input.tsx';

afterEach(cleanup);

function Rooms() {
  const [values, setValues] = useState<readonly string[]>([]);
  return (
    <>
      <ChipInput label="Rooms" placeholder="room" values={values} onChange={setValues} suggestions={[{ value: 'lobby' }, { value: 'match-42' }]} />
      <output>{values.join(' ')}</output>
    </>
  );
}

it('takes what was typed with Enter, a comma or by leaving, and offers nothing once it is left', () => {
  render(<Rooms />);
  const input = screen.getByRole('combobox');
  fireEvent.focus(input);
  expect(screen.getByRole('listbox')).toBeDefined();
  fireEvent.change(input, { target: { value: 'a' } });
  fireEvent.keyDown(input, { key: 'Enter' });
  fireEvent.change(input, { target: { value: 'b' } });
  fireEvent.keyDown(input, { key: ',' });
  fireEvent.change(input, { target: { value: 'c' } });
  fireEvent.blur(input);
  expect(screen.getByRole('status').textContent).toBe('a b c');
  expect(screen.queryByRole('listbox')).toBeNull();
});
