// @vitest-environment happy-dom
import { act, cleanup, fireEvent, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { loadable, loadableOverlay } from '../../../../src/renderer/widgets/loadable.tsx';
import { PaneBoundary } from '../../../../src/renderer/widgets/pane-boundary.tsx';
import { FakeConsole, renderWith } from '../harness.tsx';

interface Props {
  readonly name: string;
}
const Hello = ({ name }: Props) => <p>{`hello ${name}`}</p>;
type Settle = { readonly resolve: (view: typeof Hello) => void; readonly reject: (error: Error) => void };

let asked: Settle[];
const load = () => new Promise<typeof Hello>((resolve, reject) => asked.push({ resolve, reject }));

beforeEach(() => {
  asked = [];
  // React tells the developer what a person is told in the pane.
  vi.spyOn(console, 'error').mockImplementation(() => {});
});

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

it('a placeholder takes its room until it is there', async () => {
  const View = loadable(load, <p>room</p>);
  expect(asked).toHaveLength(0);
  renderWith(new FakeConsole(), <View name="Ada" />);
  expect(screen.getByText('room')).toBeTruthy();
  await act(async () => asked[0]?.resolve(Hello));
  expect(screen.getByText('hello Ada')).toBeTruthy();
  expect(screen.queryByText('room')).toBe(null);
});

it('what is there already is shown at once', async () => {
  const View = loadable(load, <p>room</p>);
  const first = renderWith(new FakeConsole(), <View name="Ada" />);
  await act(async () => asked[0]?.resolve(Hello));
  first.unmount();
  renderWith(new FakeConsole(), <View name="Bob" />);
  expect(screen.getByText('hello Bob')).toBeTruthy();
  expect(asked).toHaveLength(1);
});

it('a pane that could not be loaded says so, and loads again', async () => {
  const View = loadable(load, null);
  renderWith(
    new FakeConsole(),
    <PaneBoundary>
      <View name="Ada" />
    </PaneBoundary>,
  );
  await act(async () => asked[0]?.reject(new Error('not found')));
  expect(screen.getByRole('alert').textContent).toBe('This part of the page could not be loadednot foundLoad again');
  fireEvent.click(screen.getByText('Load again'));
  expect(screen.queryByRole('alert')).toBe(null);
  await act(async () => asked[1]?.resolve(Hello));
  expect(screen.getByText('hello Ada')).toBeTruthy();
});

it('a dialog that could not be loaded leaves what is below it alone', async () => {
  const View = loadableOverlay(load);
  renderWith(
    new FakeConsole(),
    <PaneBoundary>
      <p>rows</p>
      <View name="Ada" />
    </PaneBoundary>,
  );
  await act(async () => asked[0]?.reject(new Error('not found')));
  expect(screen.getByText('rows')).toBeTruthy();
  expect(screen.getByRole('alert').textContent).toBe('This part of the page could not be loadedLoad again');
  fireEvent.click(screen.getByText('Load again'));
  await act(async () => asked[1]?.resolve(Hello));
  expect(screen.getByText('hello Ada')).toBeTruthy();
});

it('a dialog that fails by itself is the failure of the pane', async () => {
  const View = loadableOverlay<Props>(load);
  renderWith(
    new FakeConsole(),
    <PaneBoundary>
      <View name="Ada" />
    </PaneBoundary>,
  );
  const Broken = () => {
    throw new Error('no such row');
  };
  await act(async () => asked[0]?.resolve(Broken));
  expect(screen.getByRole('alert').textContent).toContain('This pane failed');
});
