// biome-ignore-all lint/a11y/useSemanticElements: rows are placed by transform, which a <table> does not allow; the roles say what it is.

import { TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { formatClockMs } from '../../i18n/format.ts';
import type { Gap } from '../../stores/traffic-log.ts';

interface GapRowProps {
  readonly gap: Gap;
  readonly onLoad: (gap: Gap) => void;
}

/** The row that says something is not shown: how much, when, why, and the way to see it. */
export function GapRow({ gap, onLoad }: GapRowProps) {
  const { t } = useTranslation();
  return (
    <div
      role="gridcell"
      tabIndex={-1}
      aria-colspan={8}
      className="absolute inset-0 flex items-center gap-2 bg-warn-soft px-3 leading-none whitespace-nowrap text-warn"
    >
      <TriangleAlert size={14} strokeWidth={1.75} className="shrink-0" aria-hidden />
      <span className="font-medium">{t('traffic.skipped', { count: gap.count })}</span>
      <span className="truncate text-fg-2">
        {formatClockMs(gap.from)} – {formatClockMs(gap.until)} · {gap.cause === 'fast' ? t('traffic.skippedWhy') : t('traffic.skippedHeld')}
      </span>
      <span className="flex-1" />
      <button type="button" className="rounded-1 text-accent-fg hover:underline" onClick={() => onLoad(gap)}>
        {t('traffic.load')}
      </button>
    </div>
  );
}
