import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SourceRow } from '../../contract/rows.ts';
import { useClient } from '../stores/link.ts';
import { selectSource, useSources } from '../stores/sources.ts';
import { useAction } from '../stores/use-action.ts';
import { Button } from '../widgets/button.tsx';
import { Dialog, DialogActions } from '../widgets/dialog.tsx';
import { InlineFailure } from '../widgets/notes.tsx';
import { Segmented } from '../widgets/segmented.tsx';
import { TextField } from '../widgets/text-field.tsx';
import { ClientForm, RenameForm } from './client-forms.tsx';
import { DEFAULT_HOST, DEFAULT_PORT, freePort, parsePort } from './source-form.ts';
import { dials } from './source-words.ts';

interface SourceDialogProps {
  /** The source to edit, or `null` to add one. */
  readonly source: SourceRow | null;
  readonly onClose: () => void;
}

export function SourceDialog({ source, onClose }: SourceDialogProps) {
  const { t } = useTranslation();
  const isRenamed = source !== null && dials(source);
  const title = source === null ? t('sources.addTitle') : isRenamed ? t('client.renameTitle') : t('sources.editTitle');
  return (
    <Dialog title={title} isOpen onClose={onClose}>
      {source === null ? (
        <NewSource onClose={onClose} />
      ) : isRenamed ? (
        <RenameForm source={source} onClose={onClose} />
      ) : (
        <ServerForm source={source} onClose={onClose} />
      )}
    </Dialog>
  );
}

/** Which kind, then its form. */
function NewSource({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation();
  const [kind, setKind] = useState<'server' | 'client'>('server');
  return (
    <>
      <div className="mt-4">
        <Segmented
          label={t('sources.kind')}
          isWide
          value={kind}
          options={[
            { value: 'server', label: t('sources.server'), testId: 'source-kind-server' },
            { value: 'client', label: t('sources.client'), testId: 'source-kind-client' },
          ]}
          onChange={setKind}
        />
      </div>
      {kind === 'server' ? <ServerForm source={null} onClose={onClose} /> : <ClientForm onClose={onClose} />}
    </>
  );
}

function ServerForm({ source, onClose }: SourceDialogProps) {
  const { t } = useTranslation();
  const client = useClient();
  const action = useAction();
  const [name, setName] = useState(source?.name ?? t('sources.defaultName'));
  const [host, setHost] = useState(source?.host ?? DEFAULT_HOST);
  const [portText, setPortText] = useState(() => String(source?.port ?? freePort(takenPorts(), DEFAULT_PORT)));
  const port = parsePort(portText);
  const isNameValid = name.trim() !== '' && name.length <= 512;
  const isHostValid = host.trim() !== '' && host.length <= 255;
  const isValid = port !== null && isNameValid && isHostValid;

  function onSubmit(event: FormEvent): void {
    event.preventDefault();
    if (!isValid) return;
    const values = { name: name.trim(), host: host.trim(), port };
    action.run(async () => {
      if (source !== null) {
        await client.call('source.update', { sourceId: source.sourceId, ...values });
        return;
      }
      const { sourceId } = await client.call('source.add', { kind: 'server', ...values });
      selectSource(sourceId);
      // A failure to start is the source's own state by then: its pane shows it.
      await client.call('source.start', { sourceId }).catch(() => {});
    }, onClose);
  }

  return (
    <form onSubmit={onSubmit} className="mt-4 flex flex-col gap-3">
      <TextField
        label={t('sources.name')}
        isLarge
        value={name}
        onChange={(event) => setName(event.target.value)}
        error={isNameValid ? undefined : t('sources.invalidName')}
      />
      <div className="grid grid-cols-[1fr_120px] gap-3">
        <TextField
          label={t('sources.host')}
          isLarge
          isMono
          value={host}
          onChange={(event) => setHost(event.target.value)}
          error={isHostValid ? undefined : t('sources.invalidHost')}
        />
        <TextField
          label={t('sources.port')}
          isLarge
          isMono
          inputMode="numeric"
          value={portText}
          onChange={(event) => setPortText(event.target.value)}
          data-testid="dialog-port-input"
        />
      </div>
      <p className="text-xs text-fg-3">{port === null ? <span className="text-err">{t('sources.invalidPort')}</span> : t('sources.hostHint')}</p>
      {action.failure !== null && <InlineFailure failure={action.failure} values={{ port: portText, host }} />}
      <DialogActions>
        <Button size="lg" onClick={onClose}>
          {t('common.cancel')}
        </Button>
        <Button type="submit" size="lg" variant="primary" disabled={!isValid || action.isPending}>
          {source === null ? t('sources.addAndStart') : t('common.save')}
        </Button>
      </DialogActions>
    </form>
  );
}

function takenPorts(): readonly number[] {
  return useSources.getState().sources?.map(({ port }) => port) ?? [];
}
