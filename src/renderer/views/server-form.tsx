import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SourceRow } from '../../contract/rows.ts';
import { DEFAULT_SERVER_SETTINGS, type ServerSettings } from '../../contract/server-settings.ts';
import { useClient } from '../stores/link.ts';
import { useIsReadOnly, useSources } from '../stores/sources.ts';
import { useAction } from '../stores/use-action.ts';
import { Button } from '../widgets/button.tsx';
import { DialogActions } from '../widgets/dialog.tsx';
import { InlineFailure } from '../widgets/notes.tsx';
import { TextField } from '../widgets/text-field.tsx';
import { AdministrationForm, administrationOf, draftOfAdministration } from './administration-form.tsx';
import { type LabelDraft, LabelFields, NO_LABEL } from './label-fields.tsx';
import { FoldGroup } from './server/fold-group.tsx';
import { faultyGroups } from './server/group-names.ts';
import { addServer, saveServer } from './server/save-server.ts';
import { ServerGroups } from './server/server-groups.tsx';
import { useServerSettings } from './server/use-server-settings.ts';
import { DEFAULT_HOST, DEFAULT_PORT, freePort, parsePort } from './source-form.ts';

interface ServerFormProps {
  /** The server to edit, or `null` to add one. */
  readonly source: SourceRow | null;
  readonly onClose: () => void;
}

/** A server of this console. */
export function ServerForm({ source, onClose }: ServerFormProps) {
  const { saved, failure } = useServerSettings(source);
  if (failure !== null) return <InlineFailure failure={failure} />;
  return saved === null ? <div aria-busy className="h-90" /> : <LoadedForm source={source} saved={saved} onClose={onClose} />;
}

function LoadedForm({ source, saved, onClose }: ServerFormProps & { readonly saved: ServerSettings }) {
  const { t } = useTranslation();
  const client = useClient();
  const action = useAction();
  const isReadOnly = useIsReadOnly() && source !== null;
  const [name, setName] = useState(source?.name ?? t('sources.defaultName'));
  const [host, setHost] = useState(source?.host ?? DEFAULT_HOST);
  const [portText, setPortText] = useState(() => String(source?.port ?? freePort(takenPorts(), DEFAULT_PORT)));
  const [label, setLabel] = useState<LabelDraft>(source ?? NO_LABEL);
  const [settings, setSettings] = useState(saved);
  const savedAdmins = draftOfAdministration(source?.administration ?? null);
  const [admins, setAdmins] = useState(savedAdmins);
  const [openGroups, setOpenGroups] = useState<ReadonlySet<string>>(new Set());
  const port = parsePort(portText);
  const isNameValid = name.trim() !== '' && name.length <= 512;
  const isHostValid = host.trim() !== '' && host.length <= 255;
  const administration = administrationOf(admins);
  const faulty = faultyGroups(settings);
  const isRunning = source?.state === 'running';
  const isValid = isNameValid && isHostValid && administration !== null && faulty.size === 0;

  function toggle(group: string): void {
    setOpenGroups((open) => (open.has(group) ? new Set([...open].filter((each) => each !== group)) : new Set([...open, group])));
  }

  function onSubmit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const wrong = event.currentTarget.querySelector<HTMLElement>('[aria-invalid="true"]');
    wrong?.focus();
    if (!isValid || port === null || wrong !== null) return;
    // What is applied sends away the admins that are there.
    const isAdminsChanged = JSON.stringify(admins) !== JSON.stringify(savedAdmins);
    const { environment, color, folderId } = label;
    const change = {
      name: name.trim(),
      host: host.trim(),
      port,
      label: { environment, color, folderId },
      settings,
      administration: isAdminsChanged ? administration : null,
    };
    action.run(() => (source === null ? addServer(client, change) : saveServer(client, source, saved, change)), onClose);
  }

  return (
    <form onSubmit={onSubmit} className="mt-4 flex flex-col gap-3">
      <TextField
        label={t('sources.name')}
        isLarge
        value={name}
        onChange={(event) => setName(event.target.value)}
        error={isNameValid ? undefined : t('sources.invalidName')}
        data-testid="server-name"
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
          aria-invalid={port === null}
          data-testid="dialog-port-input"
        />
      </div>
      <p className="-mt-2 text-xs text-fg-3">
        {port === null ? <span className="text-err">{t('sources.invalidPort')}</span> : t('sources.hostHint')}
      </p>
      <LabelFields label={label} onChange={setLabel} />
      <div className="flex flex-col border-t border-line pt-2">
        <ServerGroups
          settings={settings}
          isReadOnly={isReadOnly}
          faulty={faulty}
          openGroups={openGroups}
          onChange={(change) => setSettings((current) => ({ ...current, ...(typeof change === 'function' ? change(current) : change) }))}
          onToggle={toggle}
        />
        <FoldGroup
          name="administration"
          title={t('administration.title')}
          summary={administration === null ? t('server.faulty') : admins.isOn ? t(`admin.modes.${admins.mode}`) : t('setting.off')}
          isFaulty={administration === null}
          isReadOnly={isReadOnly}
          isOpen={openGroups.has('administration')}
          onToggle={() => toggle('administration')}
        >
          <AdministrationForm draft={admins} onChange={setAdmins} />
        </FoldGroup>
        <div className="flex items-center justify-between gap-3 pt-1">
          <p className="text-xs text-fg-3">{isReadOnly ? t('server.readOnly') : isRunning ? t('server.whileRunning') : ''}</p>
          <Button
            size="sm"
            variant="ghost"
            disabled={isReadOnly || JSON.stringify(settings) === JSON.stringify(DEFAULT_SERVER_SETTINGS)}
            onClick={() => setSettings(DEFAULT_SERVER_SETTINGS)}
            data-testid="server-reset"
          >
            {t('server.reset')}
          </Button>
        </div>
      </div>
      {action.failure !== null && <InlineFailure failure={action.failure} values={{ port: portText, host }} />}
      <DialogActions>
        <Button size="lg" onClick={onClose}>
          {t('common.cancel')}
        </Button>
        <Button type="submit" size="lg" variant="primary" disabled={port === null || !isValid || action.isPending} data-testid="server-save">
          {source === null ? t('sources.addAndStart') : t('common.save')}
        </Button>
      </DialogActions>
    </form>
  );
}

function takenPorts(): readonly number[] {
  return useSources.getState().sources?.map(({ port }) => port) ?? [];
}
