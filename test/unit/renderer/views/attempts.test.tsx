// @vitest-environment happy-dom

import { act, cleanup, fireEvent, screen } from '@testing-library/react';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { ConnectionBatch } from '../../../../src/contract/client-rows.ts';
import type { Failure } from '../../../../src/contract/rows.ts';
import { setUpI18n } from '../../../../src/renderer/i18n/setup.ts';
import { AttemptsPanel } from '../../../../src/renderer/views/attempts/attempts-panel.tsx';
import { barOf, clockOf, groupDuration, layerOf, openGroups } from '../../../../src/renderer/views/attempts/clock.ts';
import { factTexts } from '../../../../src/renderer/views/attempts/facts.ts';
import type { Remedy } from '../../../../src/renderer/views/connection/remedies.ts';
import { attemptRow, connectionBatch, stageFailure, stageRow } from '../client-rows.ts';
import { FakeConsole, renderWith } from '../harness.tsx';

afterEach(cleanup);

describe('the clock of a group', () => {
  const stages = [stageRow(1), stageRow(2, { startedAt: 1010, endedAt: 1090 }), stageRow(3, { startedAt: 1090, endedAt: null, outcome: 'running' })];
  const group = attemptRow(1, { stages, endedAt: null, outcome: 'running' });

  test('is common to its stages and ends at a round number', () => {
    const clock = clockOf(group, 1150);
    expect(clock.maxMs).toBe(150);
    expect(stages.map((stage) => barOf(stage, group, clock, 1150))).toEqual([
      { from: 0, length: 10 / 150 },
      { from: 10 / 150, length: 80 / 150 },
      { from: 90 / 150, length: 60 / 150 },
    ]);
  });

  test('goes on while a stage runs', () => {
    expect(groupDuration(group, 1150)).toBe(150);
    expect(clockOf(group, 3000).maxMs).toBe(2000);
  });

  test('starts anew with every stage that came while connected', () => {
    const later = attemptRow(1, { kind: 'later', stages: [stageRow(9, { startedAt: 90_000, endedAt: 90_040 })] });
    expect(barOf(later.stages[0] ?? stageRow(0), later, clockOf(later, 0), 0)).toEqual({ from: 0, length: 1 });
  });

  test('colours a stage by its layer, or by its failure', () => {
    expect(['dns', 'tls', 'handshake', 'upgrade', 'connect'].map((stage) => layerOf({ stage: stage as 'dns', outcome: 'ok' }))).toEqual([
      'network',
      'network',
      'engine',
      'engine',
      'socket',
    ]);
    expect(layerOf({ stage: 'dns', outcome: 'failed' })).toBe('failed');
  });
});

test('opens the last attempt, what led to it by a decision, and what came of it', () => {
  const failed = attemptRow(1, { outcome: 'failed' });
  const decided = attemptRow(2, { outcome: 'failed', decision: { revision: 3, reason: 'refusal' } });
  const groups = [failed, decided, attemptRow(3), attemptRow(3, { groupId: 'later', kind: 'later' })];
  expect([...openGroups(groups)]).toEqual(['attempt-3', 'later', 'attempt-2']);
  expect([...openGroups([])]).toEqual([]);
});

describe('facts', () => {
  const { t } = setUpI18n('en');

  test('of TLS say who, how long, and whether it is trusted', () => {
    const facts = {
      protocol: 'TLSv1.3',
      cipher: 'AES',
      subject: '*.example.test',
      issuer: 'CA',
      validTo: 'Jan 11 00:00:00 2026 GMT',
      authorized: false,
    };
    expect(factTexts(t, facts, Date.parse('2026-01-01T00:00:00Z'))).toEqual([
      'TLS 1.3',
      '*.example.test',
      '10 days left',
      'not verified',
      'issued by CA',
      'AES',
    ]);
    expect(factTexts(t, { validTo: 'Jan 1 2020' }, Date.now())).toEqual(['expired']);
  });

  test('of a handshake name the session and its heartbeat', () => {
    const facts = {
      sid: 'abcdefghijklmnopqrst',
      revision: 4,
      upgrades: '',
      pingInterval: 25_000,
      pingTimeout: 20_000,
      maxPayload: 1_000_000,
      status: 200,
    };
    expect(factTexts(t, facts, 0)).toEqual(['Engine.IO 4', 'sid abcd…qrst', 'ping 25 s / 20 s', 'up to 977 KB a payload']);
  });

  test('join an address and its port, IPv6 in brackets', () => {
    expect(factTexts(t, { address: '192.0.2.1', port: 80, family: 'IPv4' }, 0)).toEqual(['192.0.2.1:80']);
    expect(factTexts(t, { address: '::1', port: 80 }, 0)).toEqual(['[::1]:80']);
  });

  test('without words of their own are shown as they are', () => {
    expect(factTexts(t, { hopsLeft: 2, isOdd: true, isEven: false, note: 'x' }, 0)).toEqual(['hops left 2', 'is odd', 'x']);
  });
});

interface Opened {
  readonly remedies: Remedy[];
  readonly onRetry: () => void;
  readonly onPause: (isPaused: boolean) => void;
}

function open(change: Partial<ConnectionBatch>, failure: Failure | null = null, language: 'en' | 'zh-CN' = 'en'): Opened {
  const connection = connectionBatch(change);
  const opened: Opened = { remedies: [], onRetry: vi.fn(), onPause: vi.fn() };
  renderWith(
    new FakeConsole(),
    <AttemptsPanel
      connection={connection}
      failure={failure}
      settings={connection.settings}
      onRemedy={(remedy) => opened.remedies.push(remedy)}
      onRetry={opened.onRetry}
      onPause={opened.onPause}
      onDoctor={() => {}}
    />,
    language,
  );
  return opened;
}

const refused = stageFailure({ advice: 'SESSION_UNKNOWN', message: 'Session ID unknown', status: 400, engineCode: 1 });
const failedStage = stageRow(2, { stage: 'handshake', target: 'https://example.test/socket.io/', outcome: 'failed', failure: refused });

test('says what failed, with which value and what to try', () => {
  const opened = open({ phase: 'failed', attempts: [attemptRow(1, { outcome: 'failed', failure: refused, stages: [failedStage] })] });
  const note = screen.getByTestId('attempt-failure');
  expect(note.textContent).toContain('The server does not know this session');
  expect(note.textContent).toContain('https://example.test/socket.io/ → 400 · Engine.IO code 1 · Session ID unknown');
  expect(note.textContent).toContain('sticky sessions');
  fireEvent.click(screen.getByRole('button', { name: 'Use websocket only' }));
  expect(opened.remedies.map(({ action }) => action)).toEqual([{ type: 'change', change: { transports: ['websocket'] } }]);
  expect(screen.getByTestId('attempt').getAttribute('aria-label')).toBe('Attempt 1: failed at handshake, 10 ms.');
});

test('tells the decision between attempts as a sentence, and offers to keep it', () => {
  const decision = { revision: 3, reason: 'refusal' } as const;
  const opened = open({
    phase: 'connected',
    attempts: [attemptRow(1, { outcome: 'failed', failure: refused, decision, stages: [failedStage] }), attemptRow(2, { revision: 3 })],
  });
  expect(screen.getByTestId('decision').textContent).toContain('The server speaks an older revision, so auto tries Engine.IO 3 next.');
  expect(screen.queryByTestId('attempt-failure')).toBeNull();
  fireEvent.click(screen.getByRole('button', { name: 'Always use 3' }));
  expect(opened.remedies[0]?.action).toEqual({ type: 'change', change: { revision: 3 } });
});

test('says why auto uses the revision of an open attempt', () => {
  open({ attempts: [attemptRow(1, { decision: { revision: 4, reason: 'maxPayload' } })] }, null, 'zh-CN');
  expect(screen.getByTestId('decision').textContent).toContain('握手中有 maxPayload，只有 Engine.IO 4 如此，因此自动使用 Engine.IO 4。');
});

test('says what to try when only the upgrade failed', () => {
  const blocked = stageFailure({ advice: 'WEBSOCKET_BLOCKED' });
  open({ attempts: [attemptRow(1, { stages: [stageRow(1), stageRow(2, { stage: 'probe', outcome: 'failed', failure: blocked })] })] });
  expect(screen.getByTestId('attempt-failure').textContent).toContain('WebSocket does not get through');
});

test('keeps older attempts to a line that opens', () => {
  open({ attempts: [attemptRow(1, { outcome: 'failed', failure: refused, stages: [failedStage] }), attemptRow(2)] });
  expect(screen.getAllByTestId('stage-row')).toHaveLength(1);
  const [first, second] = screen.getAllByRole('button', { name: /^Attempt/ });
  expect(first?.textContent).toContain('The server does not know this session');
  fireEvent.click(first ?? document.body);
  expect(screen.getAllByTestId('stage-row')).toHaveLength(2);
  first?.focus();
  fireEvent.keyDown(first ?? document.body, { key: 'ArrowDown' });
  expect(document.activeElement).toBe(second);
});

test('counts down to the next attempt, which can be made now or put off', () => {
  vi.useFakeTimers({ now: Date.now() + 60_000 });
  const nextAttemptAt = Date.now() + 2300;
  const opened = open({ phase: 'waiting', nextAttemptAt, closeReason: 'transport close', reconnects: 2, attempts: [attemptRow(1)] });
  expect(screen.getByTestId('next-attempt').textContent).toBe('Next attempt in 2.3 s');
  act(() => {
    vi.advanceTimersByTime(1000);
  });
  expect(screen.getByTestId('next-attempt').textContent).toBe('Next attempt in 1.3 s');
  act(() => {
    vi.advanceTimersByTime(2000);
  });
  expect(screen.getByTestId('next-attempt').textContent).toBe('Next attempt starts');
  vi.useRealTimers();
  expect(screen.getByText('The connection ended: transport close.')).toBeDefined();
  expect(screen.getByText('2 reconnections')).toBeDefined();
  fireEvent.click(screen.getByTestId('client-retry'));
  expect(opened.onRetry).toHaveBeenCalledOnce();
  fireEvent.click(screen.getByTestId('client-pause'));
  expect(opened.onPause).toHaveBeenCalledWith(true);
});

test('resumes what is paused', () => {
  const opened = open({ phase: 'paused', attempts: [attemptRow(1)] });
  fireEvent.click(screen.getByRole('button', { name: 'Resume' }));
  expect(opened.onPause).toHaveBeenCalledWith(false);
});

test('says why nothing more is tried', () => {
  open({ phase: 'failed', attempts: [attemptRow(1)] }, { code: 'CONNECTION_LOST', message: 'the connection was lost' });
  expect(screen.getByText(/^The connection was lost\./)).toBeDefined();
});

test('shows what would be here before the first attempt, or why there is none', () => {
  open({}, { code: 'BAD_ADDRESS', message: 'no such key' });
  expect(screen.getByText('Nothing tried yet')).toBeDefined();
  expect(screen.getByRole('alert').textContent).toContain('no such key');
});
