import { Repeat2, Send as SendIcon } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { SourceRow } from '../../../contract/rows.ts';
import { formatClock } from '../../i18n/format.ts';
import { changeDraft, type Draft } from '../../stores/drafts.ts';
import { useRepetitions, useSends } from '../../stores/sends.ts';
import { useIsReadOnly } from '../../stores/sources.ts';
import { Button } from '../../widgets/button.tsx';
import { InlineFailure } from '../../widgets/notes.tsx';
import { Segmented } from '../../widgets/segmented.tsx';
import { Checkbox, Switch } from '../../widgets/toggles.tsx';
import { faultText } from './fault-text.ts';
import type { DraftProblem } from './message.ts';
import { NumberInput } from './number-input.tsx';

interface SendBarProps {
  readonly source: SourceRow;
  readonly draft: Draft;
  /** What keeps it from being a message. */
  readonly problem: DraftProblem | null;
  /** `null`: not counted yet, or only the server knows. */
  readonly recipients: number | null;
  /** The recipient is the other end of a connection. */
  readonly isToServer: boolean;
  readonly onSend: () => void;
}

const MAX_TIMEOUT_MS = 600_000;
const MAX_TIMES = 1_000_000;
const MAX_INTERVAL_MS = 3_600_000;
const isMac = navigator.platform.startsWith('Mac');

export function SendBar({ source, draft, problem, recipients, isToServer, onSend }: SendBarProps) {
  const { t } = useTranslation();
  const { sourceId } = source;
  const isReadOnly = useIsReadOnly();
  const send = useSends((sends) => sends[sourceId] ?? null);
  const isRepeating = useRepetitions((all) => all[sourceId]?.batch?.state === 'running');
  const isSending = send?.state === 'sending';
  // Who repeats a message may wait for somebody to come.
  const isNobody = recipients === 0 && !draft.isRepeated;
  const { isRepeated } = draft;
  const isCounted = recipients !== null && !isToServer;
  const words = isRepeated ? t('repeat.start') : isCounted ? t('compose.sendTo', { count: recipients }) : t('compose.send');
  return (
    <>
      <Options source={source} draft={draft} />
      <div className="flex h-11 shrink-0 items-center gap-3 border-t border-line px-3">
        <Segmented
          label={t('repeat.label')}
          value={isRepeated ? 'repeat' : 'once'}
          options={[
            { value: 'once', label: t('repeat.once'), testId: 'compose-once' },
            { value: 'repeat', label: t('repeat.repeat'), testId: 'compose-repeat' },
          ]}
          onChange={(value) => changeDraft(sourceId, { isRepeated: value === 'repeat' })}
        />
        <div role="status" className="min-w-0 flex-1 truncate text-fg-3" data-testid="compose-status">
          {isReadOnly ? (
            <span className="text-warn">{t('readOnly.send')}</span>
          ) : problem !== null ? (
            <Problem problem={problem} draft={draft} />
          ) : isNobody ? (
            t(isToServer ? 'compose.notConnected' : 'compose.noRecipients')
          ) : isRepeated && isRepeating ? (
            t('repeat.isRunning')
          ) : send?.state === 'failed' && send.failure !== null ? (
            <InlineFailure failure={send.failure} />
          ) : send?.state === 'sent' && send.sendId === null ? (
            <span className="text-fg-2">
              {isToServer
                ? t('compose.sentToServer', { time: formatClock(send.at) })
                : send.recipients === null
                  ? t('compose.sentUncounted', { time: formatClock(send.at) })
                  : t('compose.sent', { count: send.recipients, time: formatClock(send.at) })}
            </span>
          ) : null}
        </div>
        <Button
          variant="primary"
          icon={isRepeated ? Repeat2 : SendIcon}
          disabled={problem !== null || isSending || isNobody || isReadOnly || (isRepeated && isRepeating)}
          onClick={onSend}
          data-testid="compose-send"
        >
          {isSending ? t('compose.sending') : words}
          <span className="ml-0.5 text-xs">{isMac ? '⌘ ↵' : 'Ctrl ↵'}</span>
        </Button>
      </div>
    </>
  );
}

/** How it is sent. */
function Options({ source: { sourceId, capabilities }, draft }: Pick<SendBarProps, 'source' | 'draft'>) {
  const { t } = useTranslation();
  const { isRepeated, repeat } = draft;
  return (
    <div className="flex min-h-9 shrink-0 flex-wrap items-center gap-x-4 gap-y-1 border-t border-line px-3 py-1">
      {capabilities.includes('ack') && (
        <Switch
          label={t('compose.acknowledge')}
          isOn={draft.isAcknowledged}
          onChange={(isAcknowledged) => changeDraft(sourceId, { isAcknowledged })}
          testId="compose-ack"
        />
      )}
      {draft.isAcknowledged && (
        <NumberInput
          label={t('compose.timeout')}
          value={draft.timeoutMs}
          min={1}
          max={MAX_TIMEOUT_MS}
          unit="ms"
          onChange={(timeoutMs) => changeDraft(sourceId, { timeoutMs })}
          testId="compose-timeout"
        />
      )}
      {capabilities.includes('flags') ? (
        <>
          <Checkbox
            label={t('compose.volatile')}
            hint={t('compose.volatileHint')}
            isOn={draft.isVolatile}
            onChange={(isVolatile) => changeDraft(sourceId, { isVolatile })}
          />
          <Checkbox
            label={t('compose.compress')}
            hint={t('compose.compressHint')}
            isOn={draft.isCompressed}
            onChange={(isCompressed) => changeDraft(sourceId, { isCompressed })}
          />
        </>
      ) : (
        <span className="truncate text-fg-3">{t('compose.noOptions')}</span>
      )}
      {isRepeated && (
        <span className="flex items-center gap-4">
          {repeat.count !== null && (
            <NumberInput
              label=""
              value={repeat.count}
              min={1}
              max={MAX_TIMES}
              unit={t('repeat.times')}
              onChange={(count) => changeDraft(sourceId, { repeat: { ...repeat, count } })}
              testId="repeat-count"
            />
          )}
          <Checkbox
            label={t('repeat.untilStopped')}
            isOn={repeat.count === null}
            onChange={(isEndless) => changeDraft(sourceId, { repeat: { ...repeat, count: isEndless ? null : 10 } })}
            testId="repeat-endless"
          />
          <NumberInput
            label={t('repeat.every')}
            value={repeat.everyMs}
            min={0}
            max={MAX_INTERVAL_MS}
            unit="ms"
            onChange={(everyMs) => changeDraft(sourceId, { repeat: { ...repeat, everyMs } })}
            testId="repeat-every"
          />
        </span>
      )}
    </div>
  );
}

function Problem({ problem, draft }: { readonly problem: DraftProblem; readonly draft: Draft }) {
  const { t } = useTranslation();
  switch (problem.kind) {
    case 'event':
      return t('compose.emptyEvent');
    case 'argument': {
      const { index, fault } = problem;
      if (fault.problem === 'EMPTY') return t('args.empty', { index: index + 1 });
      const text = faultText(t, fault, draft.args[index]?.type ?? null);
      return (
        <span className="text-err" title={text}>
          {t('args.problemOf', { index: index + 1, problem: text })}
        </span>
      );
    }
    case 'template':
      return <span className="text-err">{t(`args.problems.${problem.fault.problem}`, { value: problem.fault.value })}</span>;
    case 'target':
      return t('compose.noTargets');
  }
}
