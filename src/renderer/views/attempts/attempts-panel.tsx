import { Stethoscope } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../widgets/button.tsx';
import { cn } from '../../widgets/cn.ts';
import { EmptyState, FailureNote } from '../../widgets/notes.tsx';
import { AttemptList, type AttemptListProps } from './attempt-list.tsx';
import { LAYER_CLASSES, type Layer } from './clock.ts';

interface AttemptsPanelProps extends AttemptListProps {
  readonly onDoctor: () => void;
}

/** Every attempt with its stages, oldest first; the newest stays in view until somebody scrolls up. */
export function AttemptsPanel({ onDoctor, ...list }: AttemptsPanelProps) {
  const { t } = useTranslation();
  const { connection, failure } = list;
  const { attempts, reconnects } = connection;

  return (
    <section data-pane aria-label={t('attempts.title')} className="@container/attempts flex min-h-0 min-w-0 flex-1 flex-col">
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
        <AttemptList {...list} />
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
