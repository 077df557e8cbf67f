import { beforeEach, expect, it } from 'vitest';
import type { Stage, StageFailure } from '../../../../src/core/client-tap.ts';
import { AttemptLog } from '../../../../src/main/console/client/attempt-log.ts';
import { MAX_ATTEMPT_GROUPS, MAX_STAGES } from '../../../../src/main/console/limits.ts';

const refused: StageFailure = { code: 'ECONNREFUSED', message: 'connect ECONNREFUSED' };

let log: AttemptLog;
let clock: number;
let stageIds: number;

beforeEach(() => {
  log = new AttemptLog();
  clock = 0;
  stageIds = 0;
});

function attempt(number: number, reconnection = 0): void {
  log.onRecord({ type: 'attempt_start', at: clock++, attempt: number, url: 'http://a', revision: 'auto', reconnection });
}

function settle(number: number, failure: StageFailure | null = null): void {
  log.onRecord({ type: 'attempt_end', at: clock++, attempt: number, failure });
}

function begin(stage: Stage, number = 1): number {
  const stageId = ++stageIds;
  const namespace = stage === 'connect' ? '/' : null;
  log.onRecord({ type: 'stage_start', at: clock++, attempt: number, stageId, stage, transport: 'polling', namespace, target: 'a' });
  return stageId;
}

function end(stageId: number, failure: StageFailure | null = null, number = 1): void {
  const outcome = failure === null ? 'ok' : 'failed';
  log.onRecord({ type: 'stage_end', at: clock++, attempt: number, stageId, outcome, facts: { n: 1 }, failure });
}

const run = (stage: Stage) => end(begin(stage));
const shape = () => log.rows.map(({ kind, outcome, stages }) => [kind, outcome, stages.map(({ stage }) => stage).join(' ')]);

/** An attempt with one namespace and an upgrade, come to rest. */
function openSession(): void {
  attempt(1);
  run('tcp');
  run('handshake');
  settle(1);
  const connect = begin('connect');
  const probe = begin('probe');
  run('tcp');
  end(connect);
  end(probe);
  run('upgrade');
}

it('shows what happens while it happens', () => {
  attempt(1);
  expect(log.isAttempting).toBe(true);
  const stageId = begin('tcp');
  expect(log.rows).toMatchObject([{ attempt: 1, outcome: 'running', endedAt: null, stages: [{ stage: 'tcp', outcome: 'running', endedAt: null }] }]);
  end(stageId);
  expect(log.rows[0]?.stages).toMatchObject([{ outcome: 'ok', startedAt: 1, endedAt: 2, facts: { n: 1 } }]);
});

it('keeps namespaces and the upgrade in their attempt', () => {
  openSession();
  expect(shape()).toEqual([['attempt', 'open', 'tcp handshake connect probe tcp upgrade']]);
  expect(log.isAttempting).toBe(false);
});

it('puts what begins later into groups of their own', () => {
  openSession();
  const first = begin('connect');
  begin('connect');
  end(first);
  expect(shape().at(-1)).toEqual(['later', 'running', 'connect connect']);
  end(first + 1, { code: 'CONNECT_ERROR', message: 'no' });
  run('connect');
  expect(shape().slice(1)).toEqual([
    ['later', 'failed', 'connect connect'],
    ['later', 'open', 'connect'],
  ]);
  expect(log.rows[1]?.failure?.advice).toBe('NAMESPACE_REFUSED');
  expect(new Set(log.rows.map(({ groupId }) => groupId)).size).toBe(3);
});

it('does not fill up with the connections that polling opens', () => {
  openSession();
  for (let count = 0; count < 100; count++) run('tcp');
  run('connect');
  expect(shape().slice(1)).toEqual([['later', 'open', 'connect']]);
});

it('explains a failure by the stage it happened in', () => {
  log.begin({ isSecure: false, port: 80, hasProxy: true });
  attempt(1, 3);
  end(begin('proxy'), refused);
  settle(1, refused);
  expect(log.rows).toMatchObject([
    { outcome: 'failed', reconnection: 3, failure: { advice: 'PROXY_FAILED' }, stages: [{ failure: { advice: 'PROXY_FAILED' } }] },
  ]);
  expect(log.lastFailure?.code).toBe('ECONNREFUSED');
});

it('tells which revision it is, and why', () => {
  attempt(1);
  log.onRecord({ type: 'revision', at: 0, attempt: 1, revision: 3, reason: 'refusal' });
  settle(1, refused);
  attempt(2);
  expect(log.rows).toMatchObject([{ decision: { revision: 3, reason: 'refusal' } }, { decision: null }]);
});

it('ends what ran when an attempt fails, or the connection is given up', () => {
  attempt(1);
  begin('tcp');
  settle(1, refused);
  attempt(2);
  begin('tcp', 2);
  log.end();
  expect(log.rows).toMatchObject([{ stages: [{ outcome: 'cancelled' }] }, { outcome: 'cancelled', stages: [{ outcome: 'cancelled' }] }]);
});

it('tells an attempt that a person cancelled from one that failed', () => {
  attempt(1);
  settle(1, { code: 'CANCELLED', message: 'closed by this side' });
  expect(log.rows).toMatchObject([{ outcome: 'cancelled', failure: null }]);
});

it('tells apart attempts of the same number of two managers', () => {
  attempt(1);
  settle(1, refused);
  log.begin({ isSecure: false, port: 80, hasProxy: false });
  attempt(1);
  begin('tcp');
  expect(log.rows.map(({ stages }) => stages.length)).toEqual([0, 1]);
});

it('holds twenty groups, and sixty stages of each', () => {
  for (let number = 1; number <= MAX_ATTEMPT_GROUPS + 5; number++) attempt(number);
  expect([log.rows.length, log.rows[0]?.attempt]).toEqual([MAX_ATTEMPT_GROUPS, 6]);
  for (let count = 0; count < MAX_STAGES + 5; count++) begin('tcp', MAX_ATTEMPT_GROUPS + 5);
  expect(log.rows.at(-1)?.stages.length).toBe(MAX_STAGES);
});

it('hands out rows that do not change under whoever has them', () => {
  attempt(1);
  const stageId = begin('tcp');
  const { rows, version } = log;
  end(stageId);
  expect(rows[0]?.stages[0]?.outcome).toBe('running');
  expect(log.version).toBeGreaterThan(version);
});
