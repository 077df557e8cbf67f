import { RotateCw, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Group, Panel } from 'react-resizable-panels';
import type { ConnectionBatch } from '../../../contract/client-rows.ts';
import { useConnection } from '../../stores/connection.ts';
import { Button } from '../../widgets/button.tsx';
import { Separator } from '../../widgets/separator.tsx';
import { RepliesPane } from '../replies/replies-pane.tsx';

interface PartsProps {
  readonly attempts: ReactNode;
  readonly aside: ReactNode;
  readonly replies: ReactNode | null;
}

/** Attempts with what they came to beside them, and below what the server asks, as high as a person wants it. */
export function Parts({ attempts, aside, replies }: PartsProps) {
  const { t } = useTranslation();
  const hasRequests = useConnection((state) => state.replies !== null && state.replies.waiting.length + state.replies.settled.length > 0);
  const upper = (
    <div className="flex h-full min-h-0 flex-col-reverse @min-[640px]:flex-row">
      <div className="flex min-h-0 min-w-0 flex-1">{attempts}</div>
      <div
        data-pane
        className="flex max-h-24 min-h-16 shrink-0 flex-col border-b border-line @min-[640px]:max-h-none @min-[640px]:w-52 @min-[640px]:border-b-0 @min-[640px]:border-l @min-[960px]:w-70"
      >
        {aside}
      </div>
    </div>
  );
  if (replies === null || !hasRequests) {
    return (
      <>
        <div className="min-h-0 flex-1">{upper}</div>
        {replies}
      </>
    );
  }
  return (
    <Group orientation="vertical" className="min-h-0 flex-1">
      <Panel id="attempts" minSize={96}>
        {upper}
      </Panel>
      <Separator label={t('common.resize')} isHorizontal />
      <Panel id="replies" defaultSize="46%" minSize={200}>
        {replies}
      </Panel>
    </Group>
  );
}

export function Replies({ sourceId, connection }: { readonly sourceId: string; readonly connection: ConnectionBatch }) {
  const replies = useConnection((state) => state.replies);
  if (replies === null) return null;
  return <RepliesPane sourceId={sourceId} replies={replies} namespaces={connection.settings.namespaces.map(({ name }) => name)} />;
}

/** The settings on the screen are not those of the connection. */
export function StaleNote({ onReconnect }: { readonly onReconnect: () => void }) {
  const { t } = useTranslation();
  return (
    <div role="status" data-testid="client-stale" className="flex h-9 shrink-0 items-center gap-2 border-b border-line bg-warn-soft px-3 text-warn">
      <TriangleAlert size={14} strokeWidth={1.75} aria-hidden />
      <span className="min-w-0 flex-1 truncate">{t('client.stale')}</span>
      <Button size="sm" icon={RotateCw} onClick={onReconnect} data-testid="client-reconnect">
        {t('client.reconnect')}
      </Button>
    </div>
  );
}
