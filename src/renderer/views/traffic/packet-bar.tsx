import { X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button, IconButton } from '../../widgets/button.tsx';

interface PacketBarProps {
  readonly count: number;
  readonly onDiff: () => void;
  readonly onExport: () => void;
  readonly onBookmark: () => void;
  readonly onClear: () => void;
}

/** Under the toolbar while several packets are selected: how many, and what can be done with them. */
export function PacketBar({ count, onDiff, onExport, onBookmark, onClear }: PacketBarProps) {
  const { t } = useTranslation();
  return (
    <div
      role="toolbar"
      aria-label={t('log.selection')}
      data-testid="packet-bar"
      className="flex h-8 shrink-0 items-center gap-2 border-b border-line bg-selected-dim px-3 text-sm"
    >
      <span role="status" className="font-medium whitespace-nowrap text-fg">
        {t('selection.count', { count })}
      </span>
      <span className="flex-1" />
      <Button size="sm" disabled={count !== 2} onClick={onDiff} data-testid="packets-diff">
        {t('log.diff')}
      </Button>
      <Button size="sm" onClick={onBookmark}>
        {t('log.bookmarkSelected')}
      </Button>
      <Button size="sm" onClick={onExport}>
        {t('log.exportSelected')}
      </Button>
      <IconButton icon={X} size="sm" label={t('selection.clear')} shortcut="Esc" onClick={onClear} />
    </div>
  );
}

interface PickBarProps {
  readonly seq: number;
  readonly onCancel: () => void;
}

/** While the other packet of a diff is chosen. */
export function PickBar({ seq, onCancel }: PickBarProps) {
  const { t } = useTranslation();
  return (
    <div data-testid="pick-bar" className="flex h-8 shrink-0 items-center gap-2 border-b border-line bg-selected-dim px-3 text-sm">
      <span role="status" className="text-fg">
        {t('log.pick', { seq })}
      </span>
      <span className="flex-1" />
      <Button size="sm" variant="ghost" onClick={onCancel}>
        {t('log.pickCancel')}
      </Button>
    </div>
  );
}
