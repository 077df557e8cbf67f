import { type Ref, useState } from 'react';
import { type ClientAddress, parseAddress } from '../../../contract/client-address.ts';
import { AddressField } from '../../widgets/address-field.tsx';
import { PathButton } from './path-button.tsx';

export interface UrlFieldProps<Settings> {
  readonly settings: Settings;
  readonly onChange: (change: Partial<Settings>) => void;
  /** What stands there is no address: there is nothing to connect to. */
  readonly onFaulty: (isFaulty: boolean) => void;
  readonly isPathOpen: boolean;
  readonly onPathOpen: (isOpen: boolean) => void;
  readonly ref: Ref<HTMLInputElement>;
}

interface TypedAddressFieldProps<Settings extends { readonly path: string }> extends UrlFieldProps<Settings> {
  /** Of the settings. */
  readonly text: string;
  /** What an address changes in them, its query too. */
  readonly changeOf: (address: ClientAddress) => Partial<Settings>;
  readonly defaultNamespace?: string;
  readonly testId: string;
}

/** The address in settings. What is typed counts at once; when the field is left, its query moves to the settings. */
export function TypedAddressField<Settings extends { readonly path: string; readonly query: unknown }>(props: TypedAddressFieldProps<Settings>) {
  const { text, changeOf, settings, onChange, onFaulty, isPathOpen, onPathOpen, defaultNamespace, testId, ref } = props;
  // `null`: nobody types, the text is that of the settings.
  const [typed, setTyped] = useState<string | null>(null);

  function onText(next: string): void {
    setTyped(next);
    const parsed = parseAddress(next);
    onFaulty(!parsed.isValid);
    if (parsed.isValid) onChange({ ...changeOf(parsed.address), query: settings.query });
  }

  function onCommit(): void {
    if (typed === null) return;
    const parsed = parseAddress(typed);
    if (!parsed.isValid) return;
    setTyped(null);
    if (parsed.address.query.length > 0) onChange(changeOf(parsed.address));
  }

  return (
    <AddressField
      ref={ref}
      text={typed ?? text}
      onText={onText}
      onCommit={onCommit}
      {...(defaultNamespace !== undefined && { defaultNamespace })}
      testId={testId}
      path={
        <PathButton
          path={settings.path}
          // A settings object has a path: the compiler can't see that a part of one may be that alone.
          onChange={(path) => onChange({ path } as unknown as Partial<Settings>)}
          isOpen={isPathOpen}
          onOpenChange={onPathOpen}
        />
      }
    />
  );
}
