import { useTranslation } from 'react-i18next';
import { useMetrics } from '../../stores/metrics.ts';
import { BarList } from '../../widgets/bar-list.tsx';
import { Panel } from '../../widgets/panel.tsx';
import { reasonColour } from './reasons.ts';
import { refusalColour, refusalText } from './refusals.ts';

const RANK_COLOURS = ['var(--chart-1)', 'var(--chart-3)', 'var(--chart-2)'];

function colourOfRank(_name: string, rank: number): string {
  return RANK_COLOURS[rank] ?? 'var(--chart-6)';
}

/** `isServer`: clients connect to it; else there is one connection, and why it ended. */
export function ClientsPanel({ isServer }: { readonly isServer: boolean }) {
  const { t } = useTranslation();
  const summary = useMetrics((metrics) => metrics.summary);
  return (
    <Panel title={isServer ? t('overview.clients') : t('overview.reasons')}>
      <div className="min-h-0 flex-1 overflow-y-auto">
        {isServer && summary?.clients === 0 && <p className="px-3 pb-2 text-fg-3">{t('overview.noClients')}</p>}
        {!isServer && summary !== null && Object.keys(summary.disconnectReasons).length === 0 && (
          <p className="px-3 pb-2 text-fg-3">{t('overview.noDisconnects')}</p>
        )}
        {summary !== null && (
          <>
            <BarList title={t('overview.refusals')} counts={summary.refusals} labelOf={(name) => refusalText(t, name)} colourOf={refusalColour} />
            {isServer && (
              <>
                <BarList title={t('overview.transport')} counts={summary.transports} colourOf={colourOfRank} />
                <BarList
                  title={t('overview.protocol')}
                  counts={summary.protocols}
                  labelOf={(revision) => t('inspector.protocolValue', { revision })}
                  colourOf={colourOfRank}
                />
              </>
            )}
            <BarList title={t('overview.reasons')} counts={summary.disconnectReasons} colourOf={reasonColour} />
          </>
        )}
      </div>
    </Panel>
  );
}
