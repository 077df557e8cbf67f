import { type Ref, useState } from 'react';
import type { AdminSettings } from '../../../contract/admin-settings.ts';
import { parseAddress } from '../../../contract/client-address.ts';
import { AddressField } from '../../widgets/address-field.tsx';
import { PathButton } from '../connection/path-button.tsx';
import { ADMIN_NAMESPACE, adminAddress, textOfAdmin } from './admin-address.ts';

interface AdminUrlFieldProps {
  readonly settings: AdminSettings;
  readonly onChange: (change: Partial<AdminSettings>) => void;
  /** What stands there is no address: there is nothing to connect to. */
  readonly onFaulty: (isFaulty: boolean) => void;
  readonly isPathOpen: boolean;
  readonly onPathOpen: (isOpen: boolean) => void;
  readonly ref: Ref<HTMLInputElement>;
}

/** The address of a server and its admin namespace. What is typed counts at once; when the field is left, its query moves to the settings. */
export function AdminUrlField({ settings, onChange, onFaulty, isPathOpen, onPathOpen, ref }: AdminUrlFieldProps) {
  // `null`: nobody types, the text is that of the settings.
  const [typed, setTyped] = useState<string | null>(null);

  function onText(text: string): void {
    setTyped(text);
    const parsed = parseAddress(text);
    onFaulty(!parsed.isValid);
    if (!parsed.isValid) return;
    const { query: _, ...change } = adminAddress(parsed.address, settings);
    onChange(change);
  }

  function onCommit(): void {
    if (typed === null) return;
    const parsed = parseAddress(typed);
    if (!parsed.isValid) return;
    setTyped(null);
    if (parsed.address.query.length > 0) onChange(adminAddress(parsed.address, settings));
  }

  return (
    <AddressField
      ref={ref}
      text={typed ?? textOfAdmin(settings)}
      onText={onText}
      onCommit={onCommit}
      defaultNamespace={ADMIN_NAMESPACE}
      testId="admin-url"
      path={<PathButton path={settings.path} onChange={(path) => onChange({ path })} isOpen={isPathOpen} onOpenChange={onPathOpen} />}
    />
  );
}
