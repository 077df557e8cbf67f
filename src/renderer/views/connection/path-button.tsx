import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { clientSettings } from '../../../contract/client-settings.ts';
import { Popover } from '../../widgets/popover.tsx';
import { TextField } from '../../widgets/text-field.tsx';

interface PathButtonProps {
  readonly path: string;
  readonly onChange: (path: string) => void;
  readonly isOpen: boolean;
  readonly onOpenChange: (isOpen: boolean) => void;
}

/** The path inside the URL field, and the way to change it. */
export function PathButton({ path, onChange, isOpen, onOpenChange }: PathButtonProps) {
  const { t } = useTranslation();
  return (
    <Popover
      label={t('address.pathTitle')}
      isOpen={isOpen}
      onOpenChange={onOpenChange}
      trigger={
        <button
          type="button"
          aria-label={`${t('address.path')} ${path}`}
          data-testid="client-setting-path"
          className="min-w-8 truncate rounded-1 font-mono text-code text-fg-2 underline decoration-line-control decoration-dotted underline-offset-3 hover:text-fg"
        >
          {path}
        </button>
      }
    >
      <PathForm path={path} onChange={onChange} />
    </Popover>
  );
}

function PathForm({ path, onChange }: Pick<PathButtonProps, 'path' | 'onChange'>) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState(path);
  const isValid = isPath(typed);
  return (
    <TextField
      label={t('address.pathTitle')}
      isMono
      maxLength={1024}
      value={typed}
      onChange={(event) => {
        setTyped(event.target.value);
        if (isPath(event.target.value)) onChange(event.target.value);
      }}
      error={isValid ? undefined : t('address.invalidPath')}
      hint={t('address.pathHint')}
      data-testid="client-path-input"
    />
  );
}

function isPath(text: string): boolean {
  return clientSettings.shape.path.safeParse(text).success;
}
