import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PacketDetail } from '../../../contract/rows.ts';
import { formatBytes } from '../../i18n/format.ts';
import { CopyButton } from '../../widgets/copy-button.tsx';
import { JsonBlock } from '../../widgets/json-text.tsx';
import { Segmented } from '../../widgets/segmented.tsx';
import { argumentsOf } from './packet-arguments.ts';
import { StoredSection } from './stored-section.tsx';

/** The arguments, indented or as they were on the wire. */
export function ArgumentsSection({ packet }: { readonly packet: PacketDetail }) {
  const { t } = useTranslation();
  const [form, setForm] = useState<'pretty' | 'raw'>('pretty');
  if (packet.kind === 'closed') {
    return (
      <StoredSection name="arguments" title={t('packet.reason')}>
        <p data-selectable>{packet.preview}</p>
      </StoredSection>
    );
  }
  const args = argumentsOf(packet.text, packet.kind === 'event');
  const isRaw = form === 'raw' || args === null;
  const note = args === null ? undefined : t('packet.arguments', { count: args.length });
  return (
    <StoredSection
      name="arguments"
      title={t('fields.arguments')}
      note={`${note === undefined ? '' : `${note} · `}${formatBytes(packet.bytes)}`}
      action={<CopyButton text={isRaw ? packet.text : args.join('\n')} />}
    >
      <Segmented
        label={t('fields.arguments')}
        value={isRaw ? 'raw' : 'pretty'}
        options={[
          { value: 'pretty', label: t('packet.pretty') },
          { value: 'raw', label: t('packet.raw') },
        ]}
        onChange={setForm}
      />
      <div className="mt-2 flex flex-col gap-2">
        {isRaw && <JsonBlock text={packet.text} />}
        {!isRaw && args.length === 0 && <span className="text-fg-3">{t('packet.noArguments')}</span>}
        {!isRaw &&
          args.map((text, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: an argument is known by its place.
            <JsonBlock key={index} text={text} />
          ))}
        {packet.isTruncated && <p className="text-warn">{t('packet.truncated', { bytes: formatBytes(packet.bytes) })}</p>}
      </div>
    </StoredSection>
  );
}
