import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { applyConnection, clearConnection, useConnection } from '../../../../src/renderer/stores/connection.ts';
import { clientEdits } from '../../../../src/renderer/stores/edits.ts';
import { connectionBatch } from '../client-rows.ts';
import { FakeConsole } from '../harness.tsx';

beforeEach(() => {
  vi.useFakeTimers();
  clientEdits.store.setState({}, true);
  applyConnection(connectionBatch());
});
afterEach(() => {
  vi.useRealTimers();
  clearConnection();
});

const savesOf = (fake: FakeConsole) => fake.calls.filter(({ name }) => name === 'client.configure');

test('a change is shown at once and saved once the typing pauses', async () => {
  const fake = new FakeConsole();
  clientEdits.change(fake.client, 'c', { proxy: 'http://a:1' });
  clientEdits.change(fake.client, 'c', { proxy: 'http://a:12' });
  expect(clientEdits.settingsOf('c')?.proxy).toBe('http://a:12');
  expect(savesOf(fake)).toEqual([]);
  await vi.advanceTimersByTimeAsync(1000);
  expect(savesOf(fake)).toHaveLength(1);
  expect(fake.lastCall('client.configure')).toMatchObject({ sourceId: 'c', settings: { proxy: 'http://a:12', origin: 'https://example.test' } });
  // The next batch of the console is still to come: nothing jumps back.
  expect(clientEdits.store.getState().c).toBeUndefined();
  expect(useConnection.getState().connection?.settings.proxy).toBe('http://a:12');
});

test('what is used now is saved now, and only once', async () => {
  const fake = new FakeConsole();
  clientEdits.change(fake.client, 'c', { upgrade: false });
  await clientEdits.save(fake.client, 'c');
  expect(savesOf(fake)).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(1000);
  expect(savesOf(fake)).toHaveLength(1);
});

test('a change that the console does not take stays on the screen with the reason', async () => {
  const fake = new FakeConsole();
  fake.fail('client.configure', 'BAD_PARAMS', 'no');
  clientEdits.change(fake.client, 'c', { upgrade: false });
  await vi.advanceTimersByTimeAsync(1000);
  expect(clientEdits.store.getState().c).toMatchObject({ settings: { upgrade: false }, failure: { code: 'BAD_PARAMS' } });
  fake.failures.clear();
  clientEdits.change(fake.client, 'c', { upgrade: true });
  await vi.advanceTimersByTimeAsync(1000);
  expect(clientEdits.store.getState().c).toBeUndefined();
});

test('what is typed while a change is saved is saved after it', async () => {
  const fake = new FakeConsole();
  clientEdits.change(fake.client, 'c', { timeoutMs: 1000 });
  const first = clientEdits.save(fake.client, 'c');
  clientEdits.change(fake.client, 'c', { timeoutMs: 2000 });
  await first;
  expect(clientEdits.settingsOf('c')?.timeoutMs).toBe(2000);
  await vi.advanceTimersByTimeAsync(1000);
  expect(fake.lastCall('client.configure')?.settings.timeoutMs).toBe(2000);
});
