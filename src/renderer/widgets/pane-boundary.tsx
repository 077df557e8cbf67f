import type { ReactNode } from 'react';
import { ErrorBoundary, type FallbackProps } from 'react-error-boundary';
import { useTranslation } from 'react-i18next';
import { Button } from './button.tsx';

/** Keeps a failure of one pane inside it. A change of `resetKey` tries again by itself. */
export function PaneBoundary({ resetKey, children }: { readonly resetKey?: string; readonly children: ReactNode }) {
  return (
    <ErrorBoundary FallbackComponent={PaneFailure} resetKeys={[resetKey]}>
      {children}
    </ErrorBoundary>
  );
}

function PaneFailure({ error, resetErrorBoundary }: FallbackProps) {
  const { t } = useTranslation();
  return (
    <div role="alert" className="flex flex-col items-start gap-2 p-6">
      <h2 className="text-lg font-strong">{t('app.paneFailed')}</h2>
      <p data-selectable className="font-mono text-code break-all text-fg-2">
        {error instanceof Error ? error.message : String(error)}
      </p>
      <Button onClick={resetErrorBoundary}>{t('app.tryAgain')}</Button>
    </div>
  );
}
