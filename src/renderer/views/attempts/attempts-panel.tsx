import { Stethoscope } from 'lucide-react';
import { type KeyboardEvent, useLayoutEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConnectionBatch } from '../../../contract/client-rows.ts';
import type { ClientSettings } from '../../../contract/client-settings.ts';
import type { Failure } from '../../../contract/rows.ts';
import { Button } from '../../widgets/button.tsx';
import { cn } from '../../widgets/cn.ts';
import { EmptyState, FailureNote } from '../../widgets/notes.tsx';
import type { Remedy } from '../connection/remedies.ts';
import { AttemptGroup } from './attempt-group.tsx';
import { LAYER_CLASSES, type Layer, openGroups } from './clock.ts';
import { NextAttempt } from './next-attempt.tsx';

interface AttemptsPanelProps {
  readonly connection: ConnectionBatch;
  /** Of the source: why nothing more is tried. */
  readonly failure: Failure | null;
  readonly settings: ClientSettings;
  readonly onRemedy: (remedy: Remedy) => void;
  readonly onRetry: () => void;
  readonly onPause: (isPaused: boolean) => void;
  readonly onDoctor: () => void;
}

/** Every attempt with its stages, oldest first; the newest stays in view until somebody scrolls up. */
export function AttemptsPanel({ connection, failure, settings, onRemedy, onRetry, onPause, onDoctor }: AttemptsPanelProps) {
  const { t } = useTranslation();
  const { attempts, reconnects } = connection;
  const scroller = useFollowedEnd(attempts, connection.phase);
  /** What a person has opened or closed, against what is open by itself. */
  const [toggled, setToggled] = useState<Readonly<Record<string, boolean>>>({});
  const open = openGroups(attempts);

  function onKeyDown(event: KeyboardEvent): void {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const headers = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-attempt-header]')];
    const current = headers.findIndex((header) => header.contains(document.activeElement));
    const next = step === undefined || current === -1 ? undefined : headers[current + step];
    if (next === undefined) return;
    event.preventDefault();
    next.focus();
  }

  return (
    <section data-pane aria-label={t('attempts.title')} className="flex min-h-0 min-w-0 flex-1 flex-col">
      <header className="flex h-9 shrink-0 items-center gap-3 border-b border-line px-3">
        <h2 className="font-strong">{t('attempts.title')}</h2>
        {reconnects > 0 && <span className="text-fg-3">{t('client.reconnects', { count: reconnects })}</span>}
        <span className="flex-1" />
        <Legend />
      </header>
      {attempts.length === 0 ? (
        <div className="min-h-0 flex-1 overflow-y-auto">
          {failure !== null && <FailureNote failure={failure} />}
          <EmptyState title={t('attempts.emptyTitle')} text={t('attempts.emptyText')}>
            <Button icon={Stethoscope} onClick={onDoctor}>
              {t('doctor.open')}
            </Button>
          </EmptyState>
        </div>
      ) : (
        // biome-ignore lint/a11y/noStaticElementInteractions: arrow keys move between the headers inside.
        <div ref={scroller} onKeyDown={onKeyDown} className="min-h-0 flex-1 overflow-y-auto">
          {attempts.map((group) => {
            const isOpen = toggled[group.groupId] ?? open.has(group.groupId);
            return (
              <AttemptGroup
                key={group.groupId}
                group={group}
                settings={settings}
                isOpen={isOpen}
                onToggle={() => setToggled((current) => ({ ...current, [group.groupId]: !isOpen }))}
                onRemedy={onRemedy}
              />
            );
          })}
          <NextAttempt connection={connection} failure={failure} onRetry={onRetry} onPause={onPause} />
        </div>
      )}
    </section>
  );
}

const LEGEND: readonly (readonly [Layer, string | null])[] = [
  ['network', null],
  ['engine', 'Engine.IO'],
  ['socket', 'Socket.IO'],
  ['failed', null],
];

function Legend() {
  const { t } = useTranslation();
  return (
    <ul className="flex min-w-0 gap-2.5 overflow-hidden text-xs whitespace-nowrap text-fg-2">
      {LEGEND.map(([layer, name]) => (
        <li key={layer} className="flex items-center gap-1.25">
          <span aria-hidden className={cn('size-2 rounded-[1px]', LAYER_CLASSES[layer])} />
          {name ?? (layer === 'failed' ? t('attempts.failed') : t('attempts.network'))}
        </li>
      ))}
    </ul>
  );
}

/** Keeps the end in view as groups and stages come, unless a person has scrolled away from it. */
function useFollowedEnd(attempts: ConnectionBatch['attempts'], phase: ConnectionBatch['phase']) {
  const scroller = useRef<HTMLDivElement>(null);
  const height = useRef(0);
  const size = attempts.reduce((count, { stages, failure }) => count + stages.length + (failure === null ? 0 : 1), attempts.length);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the end moves with these.
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const wasAtEnd = element.scrollTop + element.clientHeight >= height.current - 8;
    if (wasAtEnd) element.scrollTop = element.scrollHeight;
    height.current = element.scrollHeight;
  }, [size, phase]);
  return scroller;
}
