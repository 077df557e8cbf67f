import { type Ref, useState } from 'react';
import { parseAddress } from '../../../contract/client-address.ts';
import type { ClientSettings } from '../../../contract/client-settings.ts';
import { AddressField } from '../../widgets/address-field.tsx';
import { changeOf, textOf } from './address-change.ts';
import { PathButton } from './path-button.tsx';

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
