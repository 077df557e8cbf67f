import type { TFunction } from 'i18next';
import type { AttemptRow, ConnectionBatch, StageRow } from '../../../contract/client-rows.ts';

/** A handshake by auto names its revision once it has found out. */
export function stageLabel(t: TFunction, { stage, namespace, facts }: StageRow, asked: AttemptRow['revision']): string {
  if (stage === 'connect' && namespace !== null) return t('stages.connectOf', { namespace });
  const revision = facts.revision ?? asked;
  return stage === 'handshake' && revision !== 'auto' ? t('stages.handshakeOf', { revision: String(revision) }) : t(`stages.${stage}`);
}

export function groupTitle(t: TFunction, { kind, attempt }: Pick<AttemptRow, 'kind' | 'attempt'>): string {
  return kind === 'later' ? t('attempts.later') : t('attempts.attempt', { number: attempt });
}

/** What came of it, in a word or two. */
export function outcomeWords(t: TFunction, group: AttemptRow): string {
  if (group.outcome === 'running') return t('attempts.running');
  if (group.outcome === 'open') return t('attempts.connected');
  if (group.outcome === 'cancelled') return t('attempts.cancelled');
  const failed = group.stages.findLast(({ outcome }) => outcome === 'failed');
  return failed === undefined ? t('attempts.failed') : t('attempts.failedAt', { stage: t(`stages.inWords.${failed.stage}`) });
}

/** What auto decided after an attempt, or found out by one, and why. */
export function decisionText(t: TFunction, group: AttemptRow): string | null {
  const { decision, outcome } = group;
  if (decision === null) return null;
  const { revision } = decision;
  const reason = t(`attempts.reasons${revision}.${decision.reason}`);
  return t(outcome === 'failed' ? 'attempts.next' : 'attempts.chosen', { reason, revision });
}

/** The last decision of auto, for the setting it is about. */
export function lastDecision(t: TFunction, { attempts }: Pick<ConnectionBatch, 'attempts'>): string | null {
  const group = attempts.findLast(({ decision }) => decision !== null);
  return group === undefined ? null : decisionText(t, group);
}
