import { Play, Server } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useClient } from '../stores/link.ts';
import { useAction } from '../stores/use-action.ts';
import { Button } from '../widgets/button.tsx';
import { InlineFailure } from '../widgets/notes.tsx';
import { Snippet } from '../widgets/snippet.tsx';
import { TextField } from '../widgets/text-field.tsx';
import { addressOf, clientSnippets } from './snippets.ts';
import { DEFAULT_HOST, DEFAULT_PORT, parsePort } from './source-form.ts';

/** No source yet: one thing to do, and what to do after it. */
export function FirstLaunch() {
  const { t } = useTranslation();
  const client = useClient();
  const action = useAction();
  const [text, setText] = useState(String(DEFAULT_PORT));
  const port = parsePort(text);

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
    <div data-pane className="flex min-h-0 flex-1 overflow-y-auto">
      <div data-testid="empty-state" className="m-auto flex w-full max-w-210 flex-col gap-6 p-8">
        <form onSubmit={onSubmit} className="flex items-start gap-6 border border-line bg-side p-5">
          <Server size={20} strokeWidth={1.5} className="mt-0.5 shrink-0 text-fg-3" aria-hidden />
          <div className="min-w-0 flex-1">
            <h1 className="text-xl font-strong text-fg">{t('start.title')}</h1>
            <p className="mt-1 text-md text-fg-2">{t('start.text')}</p>
            <div className="mt-4 flex items-start gap-2">
              <TextField
                label={t('sources.port')}
                labelAt="inside"
                isLarge
                isMono
                inputMode="numeric"
                value={text}
                onChange={(event) => setText(event.target.value)}
                error={port === null ? t('sources.invalidPort') : undefined}
                data-testid="port-input"
                className="w-44"
              />
              <Button type="submit" variant="primary" size="lg" icon={Play} disabled={port === null || action.isPending} data-testid="source-start">
                {action.isPending ? t('sources.starting') : t('start.button')}
              </Button>
            </div>
            {action.failure !== null && <InlineFailure failure={action.failure} values={{ port: text, host: DEFAULT_HOST }} />}
          </div>
        </form>
        <Snippet
          title={t('start.pointClient')}
          variants={clientSnippets(t, addressOf({ url: null, host: DEFAULT_HOST, port: port ?? DEFAULT_PORT }))}
        />
      </div>
    </div>
  );
}
