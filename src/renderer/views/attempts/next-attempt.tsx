import { Clock, Pause, Play, RotateCw, Unplug } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConnectionBatch } from '../../../contract/client-rows.ts';
import type { Failure } from '../../../contract/rows.ts';
import { describeFailure } from '../../i18n/failure.ts';
import { Button } from '../../widgets/button.tsx';
import { useTicking } from '../../widgets/now.ts';

interface NextAttemptProps {
  readonly connection: ConnectionBatch;
  /** Why nothing more is tried. */
  readonly failure: Failure | null;
  readonly onRetry: () => void;
  readonly onPause: (isPaused: boolean) => void;
}

/** After the last attempt: what ended the connection, and what comes next. */
export function NextAttempt({ connection, failure, onRetry, onPause }: NextAttemptProps) {
  const { t } = useTranslation();
  const { phase, closeReason } = connection;
  const isOver = phase === 'waiting' || phase === 'paused' || phase === 'idle';
  return (
    <>
      {isOver && closeReason !== null && (
        <Line icon={<Unplug size={12} strokeWidth={2} aria-hidden />}>{t('attempts.ended', { reason: closeReason })}</Line>
      )}
      {phase === 'waiting' && (
        <Line
          icon={<Clock size={12} strokeWidth={2} aria-hidden />}
          actions={
            <>
              <Button size="sm" icon={RotateCw} onClick={onRetry} data-testid="client-retry">
                {t('attempts.retryNow')}
              </Button>
              <Button size="sm" icon={Pause} onClick={() => onPause(true)} data-testid="client-pause">
                {t('attempts.pause')}
              </Button>
            </>
          }
        >
          <Countdown at={connection.nextAttemptAt} />
        </Line>
      )}
      {phase === 'paused' && (
        <Line
          icon={<Pause size={12} strokeWidth={2} aria-hidden />}
          actions={
            <Button size="sm" icon={Play} onClick={() => onPause(false)} data-testid="client-pause">
              {t('attempts.resume')}
            </Button>
          }
        >
          {t('attempts.paused')}
        </Line>
      )}
      {phase === 'failed' && failure !== null && (
        <Line icon={<Unplug size={12} strokeWidth={2} aria-hidden />}>
          <FailureWords failure={failure} />
        </Line>
      )}
    </>
  );
}

function FailureWords({ failure }: { readonly failure: Failure }) {
  const { t } = useTranslation();
  const { title, hint } = describeFailure(t, failure);
  return (
    <span title={failure.message}>
      {title}. <span className="text-fg-2">{hint}</span>
    </span>
  );
}

function Countdown({ at }: { readonly at: number | null }) {
  const { t } = useTranslation();
  const now = useTicking(at !== null);
  const leftMs = at === null ? 0 : at - now;
  return (
    <span data-testid="next-attempt">
      {leftMs <= 0 ? t('attempts.nextNow') : t('attempts.nextIn', { duration: `${(leftMs / 1000).toFixed(1)} s` })}
    </span>
  );
}

function Line({ icon, actions, children }: { readonly icon: ReactNode; readonly actions?: ReactNode; readonly children: ReactNode }) {
  return (
    <div className="flex min-h-9 items-center gap-2 border-b border-line-soft px-3 py-1">
      <span className="text-fg-3">{icon}</span>
      <span className="min-w-0 flex-1 text-fg">{children}</span>
      {actions}
    </div>
  );
}
