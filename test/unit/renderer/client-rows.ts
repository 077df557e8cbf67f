import type {
  AttemptRow,
  ConnectionBatch,
  DoctorBatch,
  DoctorStepRow,
  RepliesBatch,
  ReplyRequestRow,
  StageFailureRow,
  StageRow,
} from '../../../src/contract/client-rows.ts';
import { DEFAULT_CLIENT_SETTINGS } from '../../../src/contract/client-settings.ts';
import type { SourceRow } from '../../../src/contract/rows.ts';
import { sourceRow } from './rows.ts';

// What a console tells of a client, of which a test names only what it is about.

export function clientRow(sourceId: string, change: Partial<SourceRow> = {}): SourceRow {
  return sourceRow(sourceId, {
    kind: 'client',
    server: null,
    host: 'example.test',
    port: 443,
    url: 'https://example.test/live',
    capabilities: ['start', 'emit', 'disconnect', 'handshake', 'traffic', 'metrics', 'connection', 'reply', 'ack', 'flags'],
    counts: { sockets: 1, rooms: 0, namespaces: 1 },
    ...change,
  });
}

export function connectionBatch(change: Partial<ConnectionBatch> = {}): ConnectionBatch {
  return {
    phase: 'idle',
    settings: { ...DEFAULT_CLIENT_SETTINGS, origin: 'https://example.test', namespaces: [{ name: '/live', auth: null }] },
    isStale: false,
    engineId: null,
    transport: null,
    revision: null,
    rttMs: null,
    pingIntervalMs: null,
    pingTimeoutMs: null,
    maxPayloadBytes: null,
    reconnects: 0,
    nextAttemptAt: null,
    closeReason: null,
    namespaces: [],
    attempts: [],
    curl: 'curl https://example.test',
    ...change,
  };
}

export function stageFailure(change: Partial<StageFailureRow> = {}): StageFailureRow {
  return { code: 'FAILED', message: 'it failed', status: null, body: null, engineCode: null, data: null, advice: 'UNKNOWN', ...change };
}

export function stageRow(stageId: number, change: Partial<StageRow> = {}): StageRow {
  return {
    stageId,
    stage: 'tcp',
    transport: null,
    namespace: null,
    target: '192.0.2.1:443',
    startedAt: 1000,
    endedAt: 1010,
    outcome: 'ok',
    facts: {},
    failure: null,
    ...change,
  };
}

export function attemptRow(attempt: number, change: Partial<AttemptRow> = {}): AttemptRow {
  return {
    attempt,
    groupId: `attempt-${attempt}`,
    kind: 'attempt',
    revision: 4,
    reconnection: 0,
    startedAt: 1000,
    endedAt: 1010,
    outcome: 'open',
    failure: null,
    decision: null,
    stages: [stageRow(attempt * 100)],
    ...change,
  };
}

export function requestRow(requestId: string, change: Partial<ReplyRequestRow> = {}): ReplyRequestRow {
  return {
    requestId,
    seq: 7,
    at: Date.now(),
    namespace: '/live',
    event: 'order:confirm',
    preview: '{"order":1}',
    deadlineAt: Date.now() + 15_000,
    state: 'waiting',
    by: null,
    ruleId: null,
    settledAt: null,
    reply: null,
    ...change,
  };
}

export function repliesBatch(change: Partial<RepliesBatch> = {}): RepliesBatch {
  return { waiting: [], settled: [], dropped: 0, rules: [], ...change };
}

export function doctorStep(step: DoctorStepRow['step'], change: Partial<DoctorStepRow> = {}): DoctorStepRow {
  return { step, state: 'ok', durationMs: 12, facts: {}, failure: null, ...change };
}

export function doctorBatch(change: Partial<DoctorBatch> = {}): DoctorBatch {
  return { state: 'done', startedAt: 0, steps: [doctorStep('dns')], verdict: null, ...change };
}
