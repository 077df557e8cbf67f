import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SourceRow } from '../../contract/rows.ts';
import { useClient } from '../stores/link.ts';
import { selectSource, useSources } from '../stores/sources.ts';
import { useAction } from '../stores/use-action.ts';
import { Button } from '../widgets/button.tsx';
import { DialogActions } from '../widgets/dialog.tsx';
import { InlineFailure } from '../widgets/notes.tsx';
import { TextField } from '../widgets/text-field.tsx';
import { AdministrationForm, administrationOf, draftOfAdministration } from './administration-form.tsx';
import { EnvironmentField } from './environment.tsx';
import { DEFAULT_HOST, DEFAULT_PORT, freePort, parsePort } from './source-form.ts';

interface ServerFormProps {
  /** The server to edit, or `null` to add one. */
  readonly source: SourceRow | null;
  readonly onClose: () => void;
}

/** A server of this console. */
export function ServerForm({ source, onClose }: ServerFormProps) {
  const { t } = useTranslation();
  const client = useClient();
  const action = useAction();
  const [name, setName] = useState(source?.name ?? t('sources.defaultName'));
  const [host, setHost] = useState(source?.host ?? DEFAULT_HOST);
  const [portText, setPortText] = useState(() => String(source?.port ?? freePort(takenPorts(), DEFAULT_PORT)));
  const [environment, setEnvironment] = useState(source?.environment ?? null);
  const saved = draftOfAdministration(source?.administration ?? null);
  const [admins, setAdmins] = useState(saved);
  const port = parsePort(portText);
  const isNameValid = name.trim() !== '' && name.length <= 512;
  const isHostValid = host.trim() !== '' && host.length <= 255;
  const administration = administrationOf(admins);
  const isStopped = source === null || source.state === 'stopped' || source.state === 'failed';
  const isValid = port !== null && isNameValid && isHostValid && administration !== null;

  function onSubmit(event: FormEvent): void {
    event.preventDefault();
    if (!isValid) return;
    const address = { host: host.trim(), port };
    // What is applied sends away the admins that are there.
    const isChanged = JSON.stringify(admins) !== JSON.stringify(saved);
    const rest = { environment, ...(isChanged && { administration }) };
    action.run(async () => {
      if (source !== null) {
        await client.call('source.update', { sourceId: source.sourceId, name: name.trim(), ...(isStopped && address), ...rest });
        return;
      }
      const { sourceId } = await client.call('source.add', { kind: 'server', name: name.trim(), ...address });
      selectSource(sourceId);
      if (environment !== null || isChanged) await client.call('source.update', { sourceId, ...rest });
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
          disabled={!isStopped}
          onChange={(event) => setHost(event.target.value)}
          error={isHostValid ? undefined : t('sources.invalidHost')}
        />
        <TextField
          label={t('sources.port')}
          isLarge
          isMono
          inputMode="numeric"
          value={portText}
          disabled={!isStopped}
          onChange={(event) => setPortText(event.target.value)}
          data-testid="dialog-port-input"
        />
      </div>
      <p className="-mt-2 text-xs text-fg-3">
        {port === null ? (
          <span className="text-err">{t('sources.invalidPort')}</span>
        ) : (
          t(isStopped ? 'sources.hostHint' : 'sources.editWhileRunning')
        )}
      </p>
      <EnvironmentField environment={environment} onChange={setEnvironment} />
      <AdministrationForm draft={admins} onChange={setAdmins} />
      {action.failure !== null && <InlineFailure failure={action.failure} values={{ port: portText, host }} />}
      <DialogActions>
        <Button size="lg" onClick={onClose}>
          {t('common.cancel')}
        </Button>
        <Button type="submit" size="lg" variant="primary" disabled={!isValid || action.isPending} data-testid="server-save">
          {source === null ? t('sources.addAndStart') : t('common.save')}
        </Button>
      </DialogActions>
    </form>
  );
}

function takenPorts(): readonly number[] {
  return useSources.getState().sources?.map(({ port }) => port) ?? [];
}
