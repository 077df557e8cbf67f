// @vitest-environment happy-dom
import { cleanup, fireEvent, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { PaneBoundary } from '../../../../src/renderer/widgets/pane-boundary.tsx';
import { FakeConsole, renderWith, wrap } from '../harness.tsx';

let isBroken: boolean;

function Pane() {
  if (isBroken) throw new Error('no such row');
  return <p>rows</p>;
}

beforeEach(() => {
  isBroken = true;
  // React tells the developer what a person is told in the pane.
  vi.spyOn(console, 'error').mockImplementation(() => {});
});

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

const panes = (resetKey = 'a') => (
  <>
    <PaneBoundary resetKey={resetKey}>
      <Pane />
    </PaneBoundary>
    <p>the other pane</p>
  </>
);

it('a pane that fails says so in its place, and leaves the others alone', () => {
  renderWith(new FakeConsole(), panes());
  expect(screen.getByRole('alert').textContent).toContain('no such row');
  expect(screen.getByText('the other pane')).toBeTruthy();
});

it('a bar says it in one line', () => {
  renderWith(
    new FakeConsole(),
    <PaneBoundary isBar>
      <Pane />
    </PaneBoundary>,
  );
  expect(screen.getByRole('alert').textContent).toBe('This pane failedno such rowTry again');
  isBroken = false;
  fireEvent.click(screen.getByText('Try again'));
  expect(screen.getByText('rows')).toBeTruthy();
});

it('it is tried again when a person says so, or goes elsewhere', () => {
  const fake = new FakeConsole();
  const { rerender } = renderWith(fake, panes());
  isBroken = false;
  fireEvent.click(screen.getByText('Try again'));
  expect(screen.getByText('rows')).toBeTruthy();
  isBroken = true;
  rerender(wrap(fake, panes('b')));
  expect(screen.getByRole('alert')).toBeTruthy();
  isBroken = false;
  rerender(wrap(fake, panes('c')));
  expect(screen.getByText('rows')).toBeTruthy();
});
