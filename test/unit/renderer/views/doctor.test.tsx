// @vitest-environment happy-dom

import { act, cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import type { DoctorFix } from '../../../../src/contract/client-rows.ts';
import type { ClientSettings } from '../../../../src/contract/client-settings.ts';
import { setUpI18n } from '../../../../src/renderer/i18n/setup.ts';
import { DoctorDialog } from '../../../../src/renderer/views/doctor/doctor-dialog.tsx';
import { changeOfFix, fixLabel } from '../../../../src/renderer/views/doctor/fix.ts';
import { doctorBatch, doctorStep, stageFailure } from '../client-rows.ts';
import { FakeConsole, renderWith } from '../harness.tsx';

afterEach(cleanup);

function open() {
  const fake = new FakeConsole();
  const changes: Partial<ClientSettings>[] = [];
  const onConnect = vi.fn();
  const onClose = vi.fn();
  renderWith(fake, <DoctorDialog sourceId="c" onFix={(change) => changes.push(change)} onConnect={onConnect} onClose={onClose} />);
  return { fake, changes, onConnect, onClose };
}

test('shows each step with its state in words while it runs, and stops', async () => {
  const { fake } = open();
  const steps = [doctorStep('dns', { facts: { host: 'a', addresses: '192.0.2.1' } }), doctorStep('tcp', { state: 'running', durationMs: null })];
  act(() => fake.publish('doctor', doctorBatch({ state: 'running', steps })));
  expect(screen.getAllByTestId('doctor-step').map((step) => step.textContent)).toEqual(['Host nameok12 ms192.0.2.1', 'Portrunning']);
  fireEvent.click(screen.getByTestId('doctor-cancel'));
  await waitFor(() => expect(fake.lastCall('doctor.cancel')).toEqual({ sourceId: 'c' }));
  act(() => fake.publish('doctor', doctorBatch({ state: 'cancelled', steps })));
  fireEvent.click(screen.getByTestId('doctor-again'));
  await waitFor(() => expect(fake.lastCall('doctor.start')).toEqual({ sourceId: 'c' }));
});

test('ends with a verdict, its fix and a connection', () => {
  const { fake, changes, onConnect, onClose } = open();
  const failure = stageFailure({ advice: 'WRONG_PATH', message: 'HTTP status 404', status: 404 });
  const verdict = { advice: 'WRONG_PATH', step: 'path', fix: { type: 'path', path: '/ws/socket.io' } } as const;
  act(() => fake.publish('doctor', doctorBatch({ steps: [doctorStep('polling', { state: 'failed', failure })], verdict })));
  expect(screen.getByTestId('doctor-verdict').textContent).toContain('No Socket.IO at this path');
  // Once: the step has the value, the verdict the words.
  expect(screen.getAllByText('No Socket.IO at this path')).toHaveLength(1);
  expect(screen.getByText('HTTP status 404')).toBeDefined();
  fireEvent.click(screen.getByTestId('doctor-fix'));
  expect(changes).toEqual([{ path: '/ws/socket.io' }]);
  expect(screen.getByText('Applied.')).toBeDefined();
  fireEvent.click(screen.getByTestId('doctor-connect'));
  expect(onConnect).toHaveBeenCalledOnce();
  expect(onClose).toHaveBeenCalledOnce();
});

test('says that all is well', () => {
  const { fake } = open();
  act(() => fake.publish('doctor', doctorBatch({ verdict: { advice: 'HEALTHY', step: null, fix: null } })));
  expect(screen.getByTestId('doctor-verdict').textContent).toContain('All is well');
  expect(screen.queryByTestId('doctor-fix')).toBeNull();
});

test('every fix has a label and a change', () => {
  const { t } = setUpI18n('en');
  const fixes: readonly DoctorFix[] = [
    { type: 'revision', revision: 3 },
    { type: 'transports', transports: ['websocket'] },
    { type: 'origin', origin: 'https://b' },
  ];
  expect(fixes.map((fix) => fixLabel(t, fix))).toEqual(['Always use Engine.IO 3', 'Use websocket only', 'Use https://b']);
  expect(changeOfFix({ type: 'origin', origin: 'https://b' })).toEqual({ origin: 'https://b' });
});
