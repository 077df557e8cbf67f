// @vitest-environment happy-dom

import { act, cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { SourceRow } from '../../../../src/contract/rows.ts';
import { CONFIRMED_FOR_MS, useConfirmation } from '../../../../src/renderer/stores/confirmation.ts';
import { changeDraft, useDrafts } from '../../../../src/renderer/stores/drafts.ts';
import { setLinkStatus } from '../../../../src/renderer/stores/link.ts';
import { useSends } from '../../../../src/renderer/stores/sends.ts';
import { applySources } from '../../../../src/renderer/stores/sources.ts';
import { BulkDialog } from '../../../../src/renderer/views/bulk-dialog.tsx';
import { ComposeView } from '../../../../src/renderer/views/compose/compose-view.tsx';
import { ConfirmDialog } from '../../../../src/renderer/views/confirm-dialog.tsx';
import { ReadOnlySwitch } from '../../../../src/renderer/views/read-only-switch.tsx';
import { adminRow } from '../admin-rows.ts';
import { FakeConsole, renderWith } from '../harness.tsx';

beforeEach(() => {
  useDrafts.setState({}, true);
  useSends.setState({}, true);
  useConfirmation.setState({ question: null, until: {} });
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

function openCompose(change: Partial<SourceRow> = {}, isReadOnly = false): FakeConsole {
  const fake = new FakeConsole();
  const source = adminRow('a', { name: 'Shop', ...change });
  act(() => {
    applySources({ sources: [source], folders: [], isReadOnly });
    changeDraft('a', { event: 'news', isAcknowledged: true, isVolatile: true, isCompressed: false });
  });
  fake.results.set('message.send', { sendId: 'x', recipients: null });
  renderWith(
    fake,
    <>
      <ComposeView source={source} />
      <ConfirmDialog />
    </>,
  );
  act(() => fake.publish('recipients', { count: null, of: 3, evaluatedBy: 'server', rows: [], failure: null }));
  return fake;
}

const send = () => screen.getByTestId<HTMLButtonElement>('compose-send');
const typeName = (text: string) => fireEvent.change(screen.getByTestId('confirm-name'), { target: { value: text } });

describe('a source in production', () => {
  test('asks for its name, and sends it with the change', async () => {
    const fake = openCompose({ environment: 'prod' });
    fireEvent.click(send());
    await waitFor(() => expect(screen.getByTestId('confirm-dialog')).toBeDefined());
    expect(fake.lastCall('message.send')).toBeUndefined();
    typeName('shop');
    expect(screen.getByTestId<HTMLButtonElement>('confirm-change').disabled).toBe(true);
    typeName('Shop');
    fireEvent.submit(screen.getByTestId('confirm-name'));
    await waitFor(() => expect(fake.lastCall('message.send')).toMatchObject({ event: 'news', confirm: 'Shop' }));
    expect(screen.queryByTestId('confirm-dialog')).toBeNull();
    await waitFor(() => expect(screen.getByText(/^Sent at/)).toBeDefined());
    // The next one asks again.
    fireEvent.click(send());
    await waitFor(() => expect(screen.getByTestId('confirm-dialog')).toBeDefined());
  });

  test('does nothing, and says nothing, when the person does not go on', async () => {
    const fake = openCompose({ environment: 'prod' });
    fireEvent.click(send());
    await waitFor(() => expect(screen.getByTestId('confirm-dialog')).toBeDefined());
    fireEvent.click(screen.getByRole('button', { name: 'Cancel' }));
    await waitFor(() => expect(send().disabled).toBe(false));
    expect(fake.lastCall('message.send')).toBeUndefined();
    expect(screen.queryByRole('alert')).toBeNull();
  });

  test('does not ask again for five minutes where that was chosen', async () => {
    const fake = openCompose({ environment: 'prod' });
    vi.useFakeTimers({ toFake: ['Date'] });
    fireEvent.click(send());
    await waitFor(() => expect(screen.getByTestId('confirm-dialog')).toBeDefined());
    typeName('Shop');
    fireEvent.click(screen.getByTestId('confirm-keep'));
    fireEvent.submit(screen.getByTestId('confirm-name'));
    await waitFor(() => expect(fake.calls.filter(({ name }) => name === 'message.send')).toHaveLength(1));
    await waitFor(() => expect(send().disabled).toBe(false));
    fireEvent.click(send());
    await waitFor(() => expect(fake.calls.filter(({ name }) => name === 'message.send')).toHaveLength(2));
    await waitFor(() => expect(send().disabled).toBe(false));
    vi.setSystemTime(Date.now() + CONFIRMED_FOR_MS + 1);
    fireEvent.click(send());
    await waitFor(() => expect(screen.getByTestId('confirm-dialog')).toBeDefined());
  });
});

test('staging does not ask', async () => {
  const fake = openCompose({ environment: 'staging' });
  fireEvent.click(send());
  await waitFor(() => expect(fake.lastCall('message.send')).toBeDefined());
  expect(fake.lastCall('message.send')).not.toHaveProperty('confirm');
});

test('what the server has no way to take is neither offered nor sent', async () => {
  const fake = openCompose();
  expect(screen.queryByTestId('compose-ack')).toBeNull();
  fireEvent.click(send());
  await waitFor(() => expect(fake.lastCall('message.send')).toMatchObject({ ackTimeoutMs: null, volatile: false, compress: true }));
  await waitFor(() => expect(screen.getByText(/the server knows to how many/)).toBeDefined());
});

test('Ctrl+Enter in a dialog that was opened from a message does not send it', async () => {
  const fake = openCompose();
  fireEvent.click(screen.getByTestId('bulk-open'));
  fireEvent.keyDown(screen.getByTestId('bulk-rooms'), { key: 'Enter', ctrlKey: true });
  expect(fake.lastCall('message.send')).toBeUndefined();
  fireEvent.keyDown(screen.getByTestId('compose-event'), { key: 'Enter', ctrlKey: true });
  await waitFor(() => expect(fake.lastCall('message.send')).toBeDefined());
});

describe('read-only', () => {
  test('is switched for the whole console', async () => {
    const fake = new FakeConsole();
    act(() => {
      setLinkStatus('open');
      applySources({ sources: [], folders: [], isReadOnly: false });
    });
    renderWith(fake, <ReadOnlySwitch />);
    fireEvent.click(screen.getByTestId('read-only'));
    await waitFor(() => expect(fake.lastCall('app.setReadOnly')).toEqual({ isReadOnly: true }));
  });

  test('keeps a message from being sent, by the keyboard too', () => {
    const fake = openCompose({}, true);
    expect(send().disabled).toBe(true);
    expect(screen.getByText('Read-only is on.')).toBeDefined();
    fireEvent.keyDown(screen.getByTestId('compose-event'), { key: 'Enter', ctrlKey: true });
    expect(fake.lastCall('message.send')).toBeUndefined();
  });
});

describe('acting on all at once', () => {
  function openBulk(count: number | null = 12): FakeConsole {
    const fake = new FakeConsole();
    const source = adminRow('a');
    act(() => applySources({ sources: [source], folders: [], isReadOnly: false }));
    fake.results.set('bulk.disconnect', { sockets: 12, evaluatedBy: 'console' });
    fake.results.set('bulk.leave', { sockets: null, evaluatedBy: 'server' });
    const target = { to: 'rooms', namespace: '/chat', rooms: ['a', 'b', 'c', 'd'], except: ['vip'] } as const;
    renderWith(fake, <BulkDialog source={source} target={{ ...target, rooms: [...target.rooms], except: [...target.except] }} onClose={() => {}} />);
    act(() => fake.publish('recipients', { count, of: 20, evaluatedBy: 'console', rows: [], failure: null }));
    return fake;
  }

  test('says how many before, and what came of it after', async () => {
    const fake = openBulk();
    expect(screen.getByText('Whoever is in a, b, c and 1 more of /chat. Except vip.')).toBeDefined();
    fireEvent.click(screen.getByTestId('bulk-disconnect'));
    expect(screen.getByTestId('bulk-run').textContent).toBe('Disconnect 12');
    fireEvent.click(screen.getByTestId('bulk-whole'));
    fireEvent.click(screen.getByTestId('bulk-run'));
    await waitFor(() => expect(screen.getByTestId('bulk-result').textContent).toBe('Disconnected: 12. Worked out here, each socket once.'));
    expect(fake.lastCall('bulk.disconnect')).toMatchObject({ sourceId: 'a', close: true, target: { to: 'rooms', except: ['vip'] } });
  });

  test('leaves the rooms of the target unless others are named, and joins none by itself', async () => {
    const fake = openBulk(null);
    expect(screen.getByTestId<HTMLButtonElement>('bulk-run').disabled).toBe(true);
    expect(screen.getByTestId('bulk-count').textContent).toContain('Only the server knows');
    fireEvent.click(screen.getByTestId('bulk-leave'));
    fireEvent.click(screen.getByTestId('bulk-run'));
    await waitFor(() => expect(fake.lastCall('bulk.leave')?.rooms).toEqual(['a', 'b', 'c', 'd']));
    await waitFor(() => expect(screen.getByTestId('bulk-result').textContent).toContain('The server was asked'));
  });

  test('is not offered for nobody', () => {
    openBulk(0);
    fireEvent.click(screen.getByTestId('bulk-disconnect'));
    expect(screen.getByTestId<HTMLButtonElement>('bulk-run').disabled).toBe(true);
    expect(screen.getByTestId('bulk-count').textContent).toContain('nobody');
  });
});
