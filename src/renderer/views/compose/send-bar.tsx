import { Send as SendIcon } from 'lucide-react';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { SourceRow } from '../../../contract/rows.ts';
import { formatClock } from '../../i18n/format.ts';
import { changeDraft, type Draft } from '../../stores/drafts.ts';
import { useSends } from '../../stores/sends.ts';
import { useIsReadOnly } from '../../stores/sources.ts';
import { Button } from '../../widgets/button.tsx';
import { InlineFailure } from '../../widgets/notes.tsx';
import { Checkbox, Switch } from '../../widgets/toggles.tsx';
import { type DraftProblem, messageOf } from './message.ts';

interface SendBarProps {
  readonly source: SourceRow;
  readonly draft: Draft;
  /** `null`: not counted yet, or only the server knows. */
  readonly recipients: number | null;
  /** The recipient is the other end of a connection. */
  readonly isToServer: boolean;
  readonly onSend: () => void;
}

const MAX_TIMEOUT_MS = 600_000;
const isMac = navigator.platform.startsWith('Mac');

export function SendBar({ source, draft, recipients, isToServer, onSend }: SendBarProps) {
  const { t } = useTranslation();
  const { sourceId, capabilities } = source;
  const isReadOnly = useIsReadOnly();
  const send = useSends((sends) => sends[sourceId] ?? null);
  const message = messageOf(sourceId, draft);
  const problem = 'kind' in message ? message : null;
  const isSending = send?.state === 'sending';
  const isNobody = recipients === 0;
  return (
    <>
      <div className="flex min-h-9 shrink-0 flex-wrap items-center gap-x-4 gap-y-1 border-t border-line px-3 py-1">
        {capabilities.includes('ack') && (
          <Switch
            label={t('compose.acknowledge')}
            isOn={draft.isAcknowledged}
            onChange={(isAcknowledged) => changeDraft(sourceId, { isAcknowledged })}
            testId="compose-ack"
          />
        )}
        {draft.isAcknowledged && <TimeoutField sourceId={sourceId} timeoutMs={draft.timeoutMs} />}
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
      </div>
      <div className="flex h-11 shrink-0 items-center gap-3 border-t border-line px-3">
        <div role="status" className="min-w-0 flex-1 truncate text-fg-3">
          {isReadOnly ? (
            <span className="text-warn">{t('readOnly.send')}</span>
          ) : problem !== null ? (
            <Problem problem={problem} />
          ) : isNobody ? (
            t(isToServer ? 'compose.notConnected' : 'compose.noRecipients')
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
          icon={SendIcon}
          disabled={problem !== null || isSending || isNobody || isReadOnly}
          onClick={onSend}
          data-testid="compose-send"
        >
          {isSending ? t('compose.sending') : recipients === null || isToServer ? t('compose.send') : t('compose.sendTo', { count: recipients })}
          <span className="ml-0.5 text-xs opacity-80">{isMac ? '⌘ ↵' : 'Ctrl ↵'}</span>
        </Button>
      </div>
    </>
  );
}

function Problem({ problem }: { readonly problem: DraftProblem }) {
  const { t } = useTranslation();
  switch (problem.kind) {
    case 'event':
      return t('compose.emptyEvent');
    case 'argument':
      return t(problem.isEmpty ? 'compose.emptyArgument' : 'compose.invalidArguments', { index: problem.index + 1 });
    case 'target':
      return t('compose.noTargets');
  }
}

function TimeoutField({ sourceId, timeoutMs }: { readonly sourceId: string; readonly timeoutMs: number }) {
  const { t } = useTranslation();
  const id = useId();
  return (
    <span className="flex items-center gap-1.5 text-fg-2">
      <label htmlFor={id}>{t('compose.timeout')}</label>
      <input
        id={id}
        type="number"
        min={1}
        max={MAX_TIMEOUT_MS}
        value={timeoutMs}
        onChange={(event) => {
          const value = event.target.valueAsNumber;
          if (Number.isInteger(value) && value >= 1 && value <= MAX_TIMEOUT_MS) changeDraft(sourceId, { timeoutMs: value });
        }}
        data-testid="compose-timeout"
        className="h-(--h-control-sm) w-20 rounded-2 border border-line-control bg-main px-2 text-right text-sm text-fg"
      />
      ms
    </span>
  );
}
