import { useTranslation } from 'react-i18next';
import type { SourceRow } from '../../../contract/rows.ts';
import { formatMs } from '../../i18n/format.ts';
import { useConnection } from '../../stores/connection.ts';
import { tabFor, useWorkspace } from '../../stores/workspace.ts';
import { Tag } from '../../widgets/tag.tsx';
import { ConnectButton } from './connect-button.tsx';
import { useConnectionActions } from './use-connection-actions.ts';

/** What the connection is made of, while there is one. */
export function ConnectionTag() {
  const { t } = useTranslation();
  const isConnected = useConnection(({ connection }) => connection?.phase === 'connected');
  const revision = useConnection(({ connection }) => connection?.revision ?? null);
  const transport = useConnection(({ connection }) => connection?.transport ?? null);
  const rttMs = useConnection(({ connection }) => connection?.rttMs ?? null);
  if (!isConnected || revision === null || transport === null) return null;
  return (
    <Tag testId="connection-tag">
      {rttMs === null ? t('client.tagWithoutRtt', { revision, transport }) : t('client.tag', { revision, transport, rtt: formatMs(rttMs) })}
    </Tag>
  );
}

/** Connect and disconnect from any tab; the connection's own has its button beside the URL. */
export function ConnectionActions({ source }: { readonly source: SourceRow }) {
  const { sourceId, state, capabilities } = source;
  const { connect, disconnect } = useConnectionActions(sourceId);
  const tab = tabFor(
    useWorkspace(sourceId, (workspace) => workspace.tab),
    capabilities,
  );
  return tab === 'connection' ? null : <ConnectButton state={state} place="header" onConnect={connect} onDisconnect={disconnect} />;
}
