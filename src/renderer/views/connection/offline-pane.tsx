import { LogIn } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { SourceRow } from '../../../contract/rows.ts';
import { Button } from '../../widgets/button.tsx';
import { EmptyState, InlineFailure } from '../../widgets/notes.tsx';
import { useConnectionActions } from './use-connection-actions.ts';

/** In place of what only a connection has. */
export function OfflinePane({ source }: { readonly source: SourceRow }) {
  const { t } = useTranslation();
  const { connect, failure } = useConnectionActions(source.sourceId);
  return (
    <div data-pane className="min-h-0 flex-1 overflow-y-auto">
      <EmptyState title={t('client.offlineTitle')} text={t('client.offlineText')}>
        <Button variant="primary" icon={LogIn} onClick={connect}>
          {t('client.connect')}
        </Button>
        {failure !== null && <InlineFailure failure={failure} />}
      </EmptyState>
    </div>
  );
}
