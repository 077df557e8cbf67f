import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { JsonValue } from '../../../contract/json.ts';
import type { PacketDetail } from '../../../contract/rows.ts';
import { formatBytes } from '../../i18n/format.ts';
import { decodeBase64 } from '../../stores/bytes.ts';
import { CopyButton } from '../../widgets/copy-button.tsx';
import { HexView } from '../../widgets/hex-view.tsx';
import { JsonTree } from '../../widgets/json-tree.tsx';
import { Segmented } from '../../widgets/segmented.tsx';
import { argumentsOf, placeholderOf } from '../packets/packet-arguments.ts';
import { StoredSection } from './stored-section.tsx';

const FORMS = ['pretty', 'raw', 'hex'] as const;
type Form = (typeof FORMS)[number];

/** What the packet carries: as a tree that folds, as it was on the wire, or as bytes. */
export function PayloadSection({ packet }: { readonly packet: PacketDetail }) {
  const { t } = useTranslation();
  const [form, setForm] = useState<Form>('pretty');
  const { kind, text, bytes, isTruncated } = packet;
  const args = useMemo(() => argumentsOf(text, kind === 'event'), [text, kind]);
  const wire = useMemo(() => new TextEncoder().encode(text), [text]);
  if (kind === 'closed' || kind === 'heartbeat') {
    return (
      <StoredSection name="arguments" title={kind === 'closed' ? t('packet.reason') : t('log.heartbeat')}>
        <p data-selectable>{packet.preview}</p>
      </StoredSection>
    );
  }
  // What is no JSON, or was cut, has no tree.
  const shown = form === 'pretty' && args === null ? 'raw' : form;
  const note = args === null ? '' : `${t('packet.arguments', { count: args.length })} · `;
  return (
    <StoredSection
      name="arguments"
      title={t('fields.arguments')}
      note={`${note}${formatBytes(bytes)}`}
      action={<CopyButton text={shown === 'pretty' && args !== null ? prettyTextOf(args) : text} />}
    >
      <Segmented
        label={t('payload.form')}
        value={shown}
        options={FORMS.map((value) => ({ value, label: value === 'hex' ? t('payload.hex') : t(`packet.${value}`), testId: `payload-${value}` }))}
        onChange={setForm}
      />
      <div className="mt-2 flex flex-col gap-2">
        {shown === 'pretty' && args?.length === 0 && <span className="text-fg-3">{t('packet.noArguments')}</span>}
        {shown === 'pretty' && <Arguments args={args ?? []} packet={packet} />}
        {shown === 'raw' && (
          <pre data-selectable data-testid="payload-text" className="rounded-1 bg-well p-2 font-mono text-code break-all whitespace-pre-wrap text-fg">
            {text}
          </pre>
        )}
        {shown === 'hex' && <HexView label={t('payload.hex')} bytes={wire} />}
        {isTruncated && <p className="text-warn">{t('packet.truncated', { bytes: formatBytes(bytes) })}</p>}
      </div>
    </StoredSection>
  );
}

function Arguments({ args, packet }: { readonly args: readonly JsonValue[]; readonly packet: PacketDetail }) {
  const { t } = useTranslation();
  const nameOf = (value: JsonValue) => {
    const place = packet.attachments === 0 ? null : placeholderOf(value);
    const attachment = packet.binary[place ?? -1];
    if (place === null) return null;
    return attachment === undefined ? `#${place}` : t('payload.binary', { bytes: formatBytes(attachment.bytes) });
  };
  // biome-ignore lint/suspicious/noArrayIndexKey: an argument is known by its place.
  return args.map((value, index) => <JsonTree key={index} value={value} nameOf={nameOf} />);
}

function prettyTextOf(args: readonly JsonValue[]): string {
  return args.map((value) => JSON.stringify(value, null, 2)).join('\n');
}

export function AttachmentsSection({ packet }: { readonly packet: PacketDetail }) {
  const { t } = useTranslation();
  const { binary, attachments } = packet;
  const decoded = useMemo(() => binary.map(({ base64 }) => decodeBase64(base64)), [binary]);
  if (binary.length === 0) return null;
  return (
    <StoredSection name="attachments" title={t('packet.attachments')} note={String(attachments)}>
      <div className="flex flex-col gap-3">
        {binary.map(({ bytes, base64 }, index) => {
          const kept = decoded[index] ?? new Uint8Array();
          const size = kept.length < bytes ? t('payload.keptOf', { shown: formatBytes(kept.length), total: formatBytes(bytes) }) : formatBytes(bytes);
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: attachments are known by their place.
            <div key={index}>
              <p className="mb-1 flex items-center justify-between text-fg-3">
                <span>
                  {t('packet.attachment', { index })} · {size}
                </span>
                <CopyButton text={base64} />
              </p>
              <HexView label={t('packet.attachment', { index })} bytes={kept} />
            </div>
          );
        })}
      </div>
    </StoredSection>
  );
}
