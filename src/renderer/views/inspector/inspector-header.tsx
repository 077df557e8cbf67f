import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../../widgets/button.tsx';
import { CopyButton } from '../../widgets/copy-button.tsx';

interface InspectorHeaderProps {
  readonly title: string;
  readonly mark?: ReactNode;
  readonly note?: ReactNode;
  readonly state?: ReactNode;
  /** Beside the button that closes it. */
  readonly corner?: ReactNode;
  /** At most three. */
  readonly actions?: ReactNode;
  readonly onClose: () => void;
}

export function InspectorHeader({ title, mark, note, state, corner, actions, onClose }: InspectorHeaderProps) {
  const { t } = useTranslation();
  return (
    <header className="shrink-0 border-b border-line py-2 pr-2 pl-3">
      <div className="flex items-center gap-1.5">
        {mark}
        <h2 data-selectable className="truncate font-mono text-code font-strong text-fg" title={title}>
          {title}
        </h2>
        <CopyButton text={title} />
        {note}
        <span className="flex-1" />
        {corner}
        <IconButton icon={X} size="sm" label={t('common.close')} shortcut="Esc" onClick={onClose} />
      </div>
      {state !== undefined && <div className="mt-0.5 flex min-w-0 items-center gap-1.5 text-fg-3">{state}</div>}
      {actions !== undefined && <div className="mt-2 flex flex-wrap gap-2">{actions}</div>}
    </header>
  );
}
