import type { ReactNode } from 'react';
import { ErrorBoundary, type FallbackProps } from 'react-error-boundary';
import { useTranslation } from 'react-i18next';
import { LoadError } from '../deferred.ts';
import { Button } from './button.tsx';

interface PaneBoundaryProps {
  readonly resetKey?: string;
  /** A bar has room for one line. */
  readonly isBar?: boolean;
  readonly children: ReactNode;
}

/** Keeps a failure of one pane inside it. A change of `resetKey` tries again by itself. */
export function PaneBoundary({ resetKey, isBar = false, children }: PaneBoundaryProps) {
  return (
    <ErrorBoundary FallbackComponent={isBar ? BarFailure : PaneFailure} resetKeys={[resetKey]}>
      {children}
    </ErrorBoundary>
  );
}

function BarFailure({ error, resetErrorBoundary }: FallbackProps) {
  const { t } = useTranslation();
  return (
    <div role="alert" className="flex items-center gap-2 overflow-hidden bg-app px-3 text-xs whitespace-nowrap">
      <span className="text-err">{t(error instanceof LoadError ? 'app.partNotLoaded' : 'app.paneFailed')}</span>
      <span className="truncate text-fg-2">{error instanceof Error ? error.message : String(error)}</span>
      <button type="button" className="text-accent-fg hover:underline" onClick={resetErrorBoundary}>
        {t('app.tryAgain')}
      </button>
    </div>
  );
}

function PaneFailure({ error, resetErrorBoundary }: FallbackProps) {
  const { t } = useTranslation();
  const isNotLoaded = error instanceof LoadError;
  return (
    <div role="alert" className="flex flex-col items-start gap-2 p-6">
      <h2 className="text-lg font-strong">{t(isNotLoaded ? 'app.partNotLoaded' : 'app.paneFailed')}</h2>
      <p data-selectable className="font-mono text-code break-all text-fg-2">
        {error instanceof Error ? error.message : String(error)}
      </p>
      <Button onClick={resetErrorBoundary}>{t(isNotLoaded ? 'app.loadAgain' : 'app.tryAgain')}</Button>
    </div>
  );
}
