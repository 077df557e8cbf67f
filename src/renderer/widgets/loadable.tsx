// Views of which the code is loaded when they are shown. Not by way of `lazy` and `Suspense`: those show what has come in the
// meantime only 300 ms after the placeholder, and the placeholder for a moment even where everything is there.

import { type ReactNode, useEffect, useState } from 'react';
import { ErrorBoundary, type FallbackProps } from 'react-error-boundary';
import { useTranslation } from 'react-i18next';
import { type Deferred, defer, LoadError } from '../deferred.ts';

type View<Props> = (props: Props) => ReactNode;

/** `placeholder` takes its room until it is there; a failure is that of the pane. */
export function loadable<Props extends object>(load: () => Promise<View<Props>>, placeholder: ReactNode): View<Props> {
  const deferred = defer(load);
  return function Loadable(props) {
    const Loaded = useDeferred(deferred);
    return Loaded === null ? placeholder : <Loaded {...props} />;
  };
}

/** The same for what lies over the panes: nothing is there before it is, and a failure leaves alone what is below it. */
export function loadableOverlay<Props extends object>(load: () => Promise<View<Props>>): View<Props> {
  const View = loadable(load, null);
  return function LoadableOverlay(props) {
    return (
      <ErrorBoundary FallbackComponent={OverlayFailure}>
        <View {...props} />
      </ErrorBoundary>
    );
  };
}

/** `null` until it is there. A failure is thrown: what is mounted anew asks again. */
function useDeferred<Part>(deferred: Deferred<Part>): Part | null {
  const [isThere, setIsThere] = useState(deferred.current !== null);
  const [failure, setFailure] = useState<unknown>(null);
  useEffect(() => {
    if (isThere) return;
    deferred.load().then(() => setIsThere(true), setFailure);
  }, [deferred, isThere]);
  if (failure !== null) throw failure;
  return deferred.current;
}

/** As large as the pane that will stand there, and as empty. */
export function PanePlaceholder() {
  const { t } = useTranslation();
  return <div role="status" aria-busy aria-label={t('app.loading')} className="min-h-0 flex-1" />;
}

/** Where toasts are, but it stays. */
function OverlayFailure({ error, resetErrorBoundary }: FallbackProps) {
  const { t } = useTranslation();
  if (!(error instanceof LoadError)) throw error;
  return (
    <div
      role="alert"
      title={error.message}
      className="fixed right-6 bottom-9 z-(--z-toast) flex w-80 items-center gap-2 rounded-3 border border-line-strong bg-raised px-3 py-2 text-md text-fg shadow-popover"
    >
      <span className="min-w-0 flex-1">{t('app.partNotLoaded')}</span>
      <button type="button" className="shrink-0 rounded-1 px-1 text-accent-fg hover:underline" onClick={resetErrorBoundary}>
        {t('app.loadAgain')}
      </button>
    </div>
  );
}
