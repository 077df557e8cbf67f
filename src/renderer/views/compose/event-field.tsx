import { useTranslation } from 'react-i18next';
import { changeDraft, type Draft } from '../../stores/drafts.ts';
import { TextField } from '../../widgets/text-field.tsx';

export function EventField({ sourceId, draft }: { readonly sourceId: string; readonly draft: Draft }) {
  const { t } = useTranslation();
  return (
    <div className="shrink-0 px-3 pt-2.5 pb-1">
      <TextField
        label={t('compose.event')}
        labelAt="inside"
        isMono
        maxLength={512}
        placeholder={t('compose.eventPlaceholder')}
        value={draft.event}
        onChange={(event) => changeDraft(sourceId, { event: event.target.value })}
        data-testid="compose-event"
        data-pane-focus
      />
    </div>
  );
}
