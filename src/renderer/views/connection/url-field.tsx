import { type Ref, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { parseAddress } from '../../../contract/client-address.ts';
import { type ClientSettings, clientSettings } from '../../../contract/client-settings.ts';
import { AddressField } from '../../widgets/address-field.tsx';
import { Popover } from '../../widgets/popover.tsx';
import { TextField } from '../../widgets/text-field.tsx';
import { changeOf, textOf } from './address-change.ts';

interface UrlFieldProps {
  readonly settings: ClientSettings;
  readonly onChange: (change: Partial<ClientSettings>) => void;
  /** What stands there is no address: there is nothing to connect to. */
  readonly onFaulty: (isFaulty: boolean) => void;
  readonly isPathOpen: boolean;
  readonly onPathOpen: (isOpen: boolean) => void;
  readonly ref: Ref<HTMLInputElement>;
}

/** The address of a client. What is typed counts at once; when the field is left, its query moves to the settings. */
export function UrlField({ settings, onChange, onFaulty, isPathOpen, onPathOpen, ref }: UrlFieldProps) {
  // `null`: nobody types, the text is that of the settings.
  const [typed, setTyped] = useState<string | null>(null);

  function onText(text: string): void {
    setTyped(text);
    const parsed = parseAddress(text);
    onFaulty(!parsed.isValid);
    if (!parsed.isValid) return;
    const { query: _, ...change } = changeOf(parsed.address, settings);
    onChange(change);
  }

  function onCommit(): void {
    if (typed === null) return;
    const parsed = parseAddress(typed);
    if (!parsed.isValid) return;
    setTyped(null);
    if (parsed.address.query.length > 0) onChange(changeOf(parsed.address, settings));
  }

  return (
    <AddressField
      ref={ref}
      text={typed ?? textOf(settings)}
      onText={onText}
      onCommit={onCommit}
      testId="client-url"
      path={<PathButton path={settings.path} onChange={(path) => onChange({ path })} isOpen={isPathOpen} onOpenChange={onPathOpen} />}
    />
  );
}

interface PathButtonProps {
  readonly path: string;
  readonly onChange: (path: string) => void;
  readonly isOpen: boolean;
  readonly onOpenChange: (isOpen: boolean) => void;
}

function PathButton({ path, onChange, isOpen, onOpenChange }: PathButtonProps) {
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
