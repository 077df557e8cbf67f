import { useTranslation } from 'react-i18next';
import { changeDraft, type Draft } from '../../stores/drafts.ts';
import { CopyButton } from '../../widgets/copy-button.tsx';
import { Select } from '../../widgets/select.tsx';
import { colourCode } from '../../widgets/snippet.tsx';
import { clientCodeOf } from './message.ts';

interface ServerPaneProps {
  readonly sourceId: string;
  readonly draft: Draft;
  /** Namespaces over which something can be sent now. */
  readonly connected: readonly string[];
  readonly url: string;
}

/** Where an event goes that is sent over a connection: one namespace of the server. */
export function ServerPane({ sourceId, draft, connected, url }: ServerPaneProps) {
  const { t } = useTranslation();
  const { namespace } = draft;
  const names = connected.includes(namespace) ? connected : [namespace, ...connected];
  return (
    <section data-pane aria-label={t('compose.target')} className="flex min-h-0 flex-col">
      <div className="grid shrink-0 grid-cols-[auto_minmax(0,1fr)] items-center gap-x-3 gap-y-2 px-3 pt-2.5 pb-3">
        <span aria-hidden className="text-fg-3">
          {t('fields.namespace')}
        </span>
        <Select
          label={t('fields.namespace')}
          isWide
          isMono
          value={namespace}
          options={names.map((name) => ({ value: name, label: name, isMono: true }))}
          onChange={(next) => changeDraft(sourceId, { namespace: next })}
          testId="compose-namespace"
        />
        <span className="text-fg-3">{t('compose.toServer')}</span>
        <span className="truncate leading-7 text-fg">
          {t('compose.theServer')} <span className="font-mono text-code text-fg-3">{url}</span>
        </span>
      </div>
      <div className="flex shrink-0 items-start gap-2 border-y border-line bg-well py-2 pr-2 pl-3">
        <pre
          data-selectable
          data-testid="compose-code"
          title={t('compose.clientCode')}
          className="max-h-24 min-w-0 flex-1 overflow-auto font-mono text-code break-all whitespace-pre-wrap text-fg-2"
        >
          {colourCode(clientCodeOf(draft, 'short'))}
        </pre>
        <CopyButton text={clientCodeOf(draft, 'whole', url)} label={t('compose.copyCode')} />
      </div>
      {!connected.includes(namespace) && <p className="px-3 py-2 text-fg-3">{t('compose.notConnected')}</p>}
    </section>
  );
}
