import { useTranslation } from 'react-i18next';
import type { SourceRow } from '../../contract/rows.ts';
import { useClient } from '../stores/link.ts';
import { useAction } from '../stores/use-action.ts';
import { Button } from '../widgets/button.tsx';
import { Dialog, DialogActions } from '../widgets/dialog.tsx';
import { InlineFailure } from '../widgets/notes.tsx';
import { dials } from './source-words.ts';

export function RemoveDialog({ source, onClose }: { readonly source: SourceRow; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const client = useClient();
  const action = useAction();
  const { sourceId, name, state, counts } = source;
  const isUp = state !== 'stopped' && state !== 'failed';
  const text =
    source.recording !== undefined
      ? t('sources.removeRecordingText')
      : dials(source)
        ? t(isUp ? 'sources.removeConnectedText' : 'sources.removeSettingsText')
        : state === 'running'
          ? t('sources.removeRunningText', { count: counts.sockets })
          : t('sources.removeText');
  return (
    <Dialog title={t('sources.removeTitle', { name })} description={text} isOpen onClose={onClose}>
      {action.failure !== null && <InlineFailure failure={action.failure} />}
      <DialogActions>
        <Button size="lg" onClick={onClose}>
          {t('common.cancel')}
        </Button>
        <Button
          size="lg"
          variant="solidDanger"
          disabled={action.isPending}
          onClick={() =>
            action.run(async () => {
              if (state === 'running' || (isUp && dials(source))) await client.call('source.stop', { sourceId });
              await client.call('source.remove', { sourceId });
            }, onClose)
          }
        >
          {t('sources.removeConfirm')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
