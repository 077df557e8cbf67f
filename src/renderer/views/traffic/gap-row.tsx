// biome-ignore-all lint/a11y/useSemanticElements: rows are placed by transform, which a <table> does not allow; the roles say what it is.

import { TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Loss } from '../../../contract/rows.ts';
import { formatClockMs } from '../../i18n/format.ts';
import type { Gap } from '../../stores/traffic-log.ts';

interface GapRowProps {
  readonly gap: Gap;
  readonly onLoad: (gap: Gap) => void;
}

/** The row that says something is not shown: how much, when, why, and the way to see it while there is one. */
export function GapRow({ gap, onLoad }: GapRowProps) {
  const { t } = useTranslation();
  if (gap.cause === 'gone') return <LossRow loss={{ ...gap, cause: 'buffer' }} />;
  return (
    <NoticeRow
      title={t('traffic.skipped', { count: gap.count })}
      span={gap}
      cause={gap.cause === 'fast' ? t('traffic.skippedWhy') : t('traffic.skippedHeld')}
    >
      <span className="flex-1" />
      <button type="button" tabIndex={-1} className="rounded-1 text-accent-fg hover:underline" onClick={() => onLoad(gap)}>
        {t('traffic.load')}
      </button>
    </NoticeRow>
  );
}

/** Packets that nobody has any more: the row stays. */
export function LossRow({ loss }: { readonly loss: Loss }) {
  const { t } = useTranslation();
  return <NoticeRow title={t('log.lossOf', { count: loss.count })} span={loss} cause={t(`log.lossCauses.${loss.cause}`)} />;
}

interface NoticeRowProps {
  readonly title: string;
  readonly span: { readonly from: number; readonly until: number };
  readonly cause: string;
  readonly children?: ReactNode;
}

function NoticeRow({ title, span, cause, children }: NoticeRowProps) {
  return (
    <div
      role="gridcell"
      tabIndex={-1}
      aria-colspan={8}
      className="absolute inset-0 flex items-center gap-2 bg-warn-soft px-3 leading-none whitespace-nowrap text-warn"
    >
      <TriangleAlert size={14} strokeWidth={1.75} className="shrink-0" aria-hidden />
      <span className="font-medium">{title}</span>
      <span className="truncate text-fg-2">
        {formatClockMs(span.from)} – {formatClockMs(span.until)} · {cause}
      </span>
      {children}
    </div>
  );
}
