import { LogIn, type LucideIcon, Play, Server, ShieldCheck } from 'lucide-react';
import { type FormEvent, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { parseAddress } from '../../contract/client-address.ts';
import { useClient } from '../stores/link.ts';
import { useAction } from '../stores/use-action.ts';
import { AddressField } from '../widgets/address-field.tsx';
import { Button } from '../widgets/button.tsx';
import { InlineFailure } from '../widgets/notes.tsx';
import { Snippet } from '../widgets/snippet.tsx';
import { TextField } from '../widgets/text-field.tsx';
import { ADMIN_NAMESPACE } from './admin/admin-address.ts';
import { SourceDialog } from './deferred-dialogs.ts';
import { addAndConnect, newClient } from './new-client.ts';
import { addressOf, clientSnippets } from './snippets.ts';
import { DEFAULT_HOST, DEFAULT_PORT, parsePort } from './source-form.ts';

/** No source yet: the ways to have one, and what to do after it. */
export function FirstLaunch() {
  const { t } = useTranslation();
  const [portText, setPortText] = useState(String(DEFAULT_PORT));
  const port = parsePort(portText);
  return (
    <div data-pane className="flex min-h-0 flex-1 overflow-y-auto">
      <div data-testid="empty-state" className="m-auto flex w-full max-w-210 flex-col gap-5 p-8">
        <div className="px-4">
          <h1 className="text-xl font-strong text-fg">{t('start.title')}</h1>
          <p className="mt-1 text-md text-fg-2">{t('start.text')}</p>
        </div>
        <div className="divide-y divide-line border border-line bg-side">
          <ServerJob text={portText} port={port} onText={setPortText} />
          <AdminJob />
          <ClientJob />
        </div>
        <Snippet
          title={t('start.pointClient')}
          variants={clientSnippets(t, addressOf({ url: null, host: DEFAULT_HOST, port: port ?? DEFAULT_PORT }))}
        />
      </div>
    </div>
  );
}

interface ServerJobProps {
  readonly text: string;
  readonly port: number | null;
  readonly onText: (text: string) => void;
}

function ServerJob({ text, port, onText }: ServerJobProps) {
  const { t } = useTranslation();
  const client = useClient();
  const action = useAction();

  function onSubmit(event: FormEvent): void {
    event.preventDefault();
    if (port === null) return;
    action.run(async () => {
      const { sourceId } = await client.call('source.add', { kind: 'server', name: t('sources.defaultName'), host: DEFAULT_HOST, port });
      // A failure to start is the source's own state by then: its pane shows it.
      await client.call('source.start', { sourceId }).catch(() => {});
    });
  }

  return (
    <Job icon={Server} title={t('start.serverTitle')} text={t('start.serverText')} onSubmit={onSubmit}>
      <div className="flex items-start gap-2">
        <TextField
          label={t('sources.port')}
          labelAt="inside"
          isLarge
          isMono
          inputMode="numeric"
          value={text}
          onChange={(event) => onText(event.target.value)}
          error={port === null ? t('sources.invalidPort') : undefined}
          data-testid="port-input"
          className="min-w-0 flex-1"
        />
        <Button
          type="submit"
          variant="primary"
          size="lg"
          icon={Play}
          disabled={port === null || action.isPending}
          data-testid="source-start"
          className="w-32"
        >
          {action.isPending ? t('sources.starting') : t('start.button')}
        </Button>
      </div>
      {action.failure !== null && <InlineFailure failure={action.failure} values={{ port: text, host: DEFAULT_HOST }} />}
    </Job>
  );
}

function ClientJob() {
  const { t } = useTranslation();
  const client = useClient();
  const action = useAction();
  const [text, setText] = useState('');
  const parsed = parseAddress(text);

  function onSubmit(event: FormEvent): void {
    event.preventDefault();
    if (parsed.isValid) action.run(() => addAndConnect(client, newClient(parsed.address)));
  }

  return (
    <Job icon={LogIn} title={t('start.clientTitle')} text={t('start.clientText')} onSubmit={onSubmit}>
      <div className="flex items-start gap-2">
        <AddressField text={text} onText={setText} isLarge isEmptyFine isBrief testId="client-url" />
        <Button type="submit" size="lg" icon={LogIn} disabled={!parsed.isValid || action.isPending} data-testid="client-connect" className="w-32">
          {t('client.connect')}
        </Button>
      </div>
      {action.failure !== null && <InlineFailure failure={action.failure} />}
    </Job>
  );
}

function AdminJob() {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const [isOpen, setIsOpen] = useState(false);
  const parsed = parseAddress(text);

  function onSubmit(event: FormEvent): void {
    event.preventDefault();
    setIsOpen(true);
  }

  return (
    <>
      <Job icon={ShieldCheck} title={t('start.adminTitle')} text={t('start.adminText')} onSubmit={onSubmit}>
        <div className="flex items-start gap-2">
          <AddressField text={text} onText={setText} isLarge isEmptyFine isBrief defaultNamespace={ADMIN_NAMESPACE} testId="start-admin-url" />
          <Button
            type="submit"
            size="lg"
            icon={LogIn}
            disabled={!parsed.isValid && parsed.problem !== 'EMPTY'}
            data-testid="start-admin"
            className="w-32"
          >
            {t('start.adminButton')}
          </Button>
        </div>
      </Job>
      {isOpen && <SourceDialog source={null} adding={{ kind: 'admin', url: text }} onClose={() => setIsOpen(false)} />}
    </>
  );
}

interface JobProps {
  readonly icon: LucideIcon;
  readonly title: string;
  readonly text: string;
  readonly onSubmit: (event: FormEvent) => void;
  readonly children: ReactNode;
}

/** What it is at the left, the form at the right. */
function Job({ icon: Icon, title, text, onSubmit, children }: JobProps) {
  return (
    <form onSubmit={onSubmit} className="flex items-center gap-6 px-4 py-5">
      <Icon size={16} strokeWidth={1.75} className="mt-0.5 shrink-0 self-start text-fg-3" aria-hidden />
      <div className="min-w-0 flex-1">
        <h2 className="text-lg font-strong text-fg">{title}</h2>
        <p className="mt-0.5 text-md text-fg-2">{text}</p>
      </div>
      <div className="flex w-100 max-w-1/2 shrink-0 flex-col gap-1">{children}</div>
    </form>
  );
}
