// @vitest-environment happy-dom

import { act, cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import type { SocketDetail } from '../../../../src/contract/rows.ts';
import { SocketInspector } from '../../../../src/renderer/views/inspector/socket-inspector.tsx';
import { FakeConsole, renderWith } from '../harness.tsx';
import { socketRow, sourceRow } from '../rows.ts';

afterEach(cleanup);

function detail(change: Partial<SocketDetail> = {}): SocketDetail {
  return {
    ...socketRow('socket-a'),
    state: { connected: true },
    transports: [],
    bufferedBytes: 0,
    roomNames: ['lobby'],
    handshake: {
      url: '/',
      issued: 0,
      secure: false,
      xdomain: false,
      headers: { authorization: 'Bearer abc', host: 'here' },
      query: {},
      auth: { token: 'xyz' },
    },
    data: {},
    ...change,
  };
}

function open(fake: FakeConsole): void {
  renderWith(fake, <SocketInspector source={sourceRow('s')} namespace="/" socketId="socket-a" onClose={() => {}} />);
}

test('hides a secret until it is revealed', () => {
  const fake = new FakeConsole();
  open(fake);
  act(() => fake.publish('socket', { socket: detail() }));
  expect(screen.queryByText('Bearer abc')).toBeNull();
  expect(screen.getByText('here')).toBeDefined();
  fireEvent.click(screen.getByRole('button', { name: 'Reveal authorization' }));
  expect(screen.getByText('Bearer abc')).toBeDefined();
});

test('joins the room that was typed and leaves the one whose cross was pressed', async () => {
  const fake = new FakeConsole();
  open(fake);
  act(() => fake.publish('socket', { socket: detail() }));
  fireEvent.change(screen.getByTestId('join-room-input'), { target: { value: ' match-42 ' } });
  fireEvent.submit(screen.getByTestId('join-room-input'));
  await waitFor(() => expect(fake.lastCall('socket.join')).toEqual({ sourceId: 's', namespace: '/', socketId: 'socket-a', rooms: ['match-42'] }));
  fireEvent.click(screen.getByTestId('leave-room-lobby'));
  await waitFor(() => expect(fake.lastCall('socket.leave')).toMatchObject({ room: 'lobby' }));
});

test('says why an action failed beside it', async () => {
  const fake = new FakeConsole();
  fake.fail('socket.leave', 'SOCKET_GONE');
  open(fake);
  act(() => fake.publish('socket', { socket: detail() }));
  fireEvent.click(screen.getByTestId('leave-room-lobby'));
  expect((await screen.findByRole('alert')).textContent).toContain('That socket is gone');
});

test('keeps what it knew when the socket leaves, says why, and disables what needs a socket', () => {
  const fake = new FakeConsole();
  open(fake);
  act(() => fake.publish('socket', { socket: detail() }));
  act(() => fake.publish('socket', { socket: detail({ state: { connected: false, reason: 'ping timeout', at: 0 } }) }));
  expect(screen.getByRole('status').textContent).toContain('ping timeout');
  expect(screen.getByText('lobby')).toBeDefined();
  expect(screen.getByTestId<HTMLButtonElement>('inspector-disconnect').disabled).toBe(true);
  expect(screen.getByTestId<HTMLInputElement>('join-room-input').disabled).toBe(true);
});

test('renders remote text as text', () => {
  const fake = new FakeConsole();
  open(fake);
  act(() => fake.publish('socket', { socket: detail({ roomNames: ['<img src=x onerror=alert(1)>'] }) }));
  expect(document.querySelector('img')).toBeNull();
  expect(screen.getByText('<img src=x onerror=alert(1)>')).toBeDefined();
});
