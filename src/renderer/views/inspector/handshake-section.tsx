import { Eye, EyeOff } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { JsonValue } from '../../../contract/json.ts';
import type { SocketDetail } from '../../../contract/rows.ts';
import { isSecretName, MASK } from '../../../contract/secret-names.ts';
import { IconButton } from '../../widgets/button.tsx';
import { JsonText } from '../../widgets/json-text.tsx';
import { Segmented } from '../../widgets/segmented.tsx';
import { StoredSection } from './stored-section.tsx';

type Part = 'headers' | 'query' | 'auth';

export function HandshakeSection({ handshake }: { readonly handshake: SocketDetail['handshake'] }) {
  const { t } = useTranslation();
  const [part, setPart] = useState<Part>('headers');
  const parts: Readonly<Record<Part, readonly Entry[]>> = {
    headers: textEntries(handshake.headers),
    query: textEntries(handshake.query),
    auth: authEntries(handshake.auth),
  };
  const entries = parts[part];
  return (
    <StoredSection name="handshake" title={t('inspector.handshake')}>
      <Segmented
        label={t('inspector.handshake')}
        value={part}
        options={(['headers', 'query', 'auth'] as const).map((value) => ({ value, label: `${t(`inspector.${value}`)} ${parts[value].length}` }))}
        onChange={setPart}
      />
      <dl className="mt-2 grid grid-cols-[minmax(84px,auto)_minmax(0,1fr)] gap-x-3 gap-y-1">
        {entries.map((entry) => (
          <EntryRow key={`${part} ${entry.name}`} entry={entry} />
        ))}
      </dl>
      {entries.length === 0 && <p className="text-fg-3">{part === 'auth' ? t('inspector.noAuth') : t('inspector.noQuery')}</p>}
    </StoredSection>
  );
}

interface Entry {
  readonly name: string;
  readonly text: string;
  readonly isJson: boolean;
}

function EntryRow({ entry: { name, text, isJson } }: { readonly entry: Entry }) {
  const { t } = useTranslation();
  const [isRevealed, setIsRevealed] = useState(false);
  const isSecret = isSecretName(name);
  const isMasked = isSecret && !isRevealed;
  return (
    <>
      <dt className="max-w-36 truncate font-mono text-code text-fg-3" title={name}>
        {name}
      </dt>
      <dd className="flex min-w-0 items-start gap-1">
        <span data-selectable={!isMasked} className="min-w-0 font-mono text-code break-all text-fg">
          {isMasked ? MASK : isJson ? <JsonText text={text} /> : text}
        </span>
        {isSecret && (
          <IconButton
            icon={isRevealed ? EyeOff : Eye}
            size="sm"
            className="-my-0.75"
            label={isRevealed ? t('inspector.hide', { name }) : t('inspector.reveal', { name })}
            onClick={() => setIsRevealed(!isRevealed)}
          />
        )}
      </dd>
    </>
  );
}

function textEntries(record: Readonly<Record<string, string>>): readonly Entry[] {
  return Object.entries(record).map(([name, text]) => ({ name, text, isJson: false }));
}

/** `auth` is usually an object; anything else is one entry of that name. */
function authEntries(auth: JsonValue): readonly Entry[] {
  if (auth === null) return [];
  if (typeof auth !== 'object' || Array.isArray(auth)) return [{ name: 'auth', text: JSON.stringify(auth), isJson: true }];
  return Object.entries(auth).map(([name, value]) => ({ name, text: JSON.stringify(value), isJson: true }));
}
