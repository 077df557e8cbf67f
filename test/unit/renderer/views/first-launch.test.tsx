// @vitest-environment happy-dom

import { act, cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { applySources } from '../../../../src/renderer/stores/sources.ts';
import { FirstLaunch } from '../../../../src/renderer/views/first-launch.tsx';
import { SourceList } from '../../../../src/renderer/views/source-list.tsx';
import { StoppedPane } from '../../../../src/renderer/views/stopped-pane.tsx';
import { FakeConsole, renderWith } from '../harness.tsx';
import { sourceRow } from '../rows.ts';

afterEach(cleanup);

test('adds a server on the chosen port and starts it', async () => {
  const fake = new FakeConsole();
  fake.results.set('source.add', { sourceId: 'new' });
  renderWith(fake, <FirstLaunch />);
  fireEvent.change(screen.getByTestId('port-input'), { target: { value: '3456' } });
  fireEvent.click(screen.getByTestId('source-start'));
  await waitFor(() => expect(fake.lastCall('source.start')).toEqual({ sourceId: 'new' }));
  expect(fake.lastCall('source.add')).toMatchObject({ host: '127.0.0.1', port: 3456 });
});

test('does not start on what is no port', () => {
  renderWith(new FakeConsole(), <FirstLaunch />);
  fireEvent.change(screen.getByTestId('port-input'), { target: { value: '70000' } });
  expect(screen.getByTestId<HTMLButtonElement>('source-start').disabled).toBe(true);
  expect(screen.getByText('A port is a whole number from 0 to 65,535.')).toBeDefined();
});

test('offers the next free port when one is in use', async () => {
  const fake = new FakeConsole();
  const failed = sourceRow('a', { state: 'failed', failure: { code: 'PORT_IN_USE', message: 'taken' }, url: null });
  act(() => applySources({ sources: [failed, sourceRow('b', { port: 3001 })], folders: [], isReadOnly: false }));
  renderWith(fake, <StoppedPane source={failed} />);
  fireEvent.click(screen.getByRole('button', { name: 'Start on port 3002' }));
  await waitFor(() => expect(fake.lastCall('source.start')).toEqual({ sourceId: 'a' }));
  expect(fake.lastCall('source.update')).toEqual({ sourceId: 'a', port: 3002 });
});

test('says the same in Chinese', () => {
  const failed = sourceRow('a', { state: 'failed', failure: { code: 'PORT_IN_USE', message: 'taken' }, url: null });
  renderWith(new FakeConsole(), <StoppedPane source={failed} />, 'zh-CN');
  expect(screen.getByRole('heading').textContent).toBe('端口 3000 已被占用');
});

test('names the state of a source in words', () => {
  act(() => applySources({ sources: [sourceRow('a'), sourceRow('b', { state: 'stopped', port: 4000, url: null })], folders: [], isReadOnly: false }));
  renderWith(new FakeConsole(), <SourceList />);
  const [first, second] = screen.getAllByTestId('source-item');
  expect(first?.textContent).toBe('aRunning:3000');
  expect(second?.textContent).toBe('bStopped:4000');
});
