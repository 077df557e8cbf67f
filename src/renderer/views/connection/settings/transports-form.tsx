import { ArrowDown, ArrowUp } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { type ClientSettings, TRANSPORT_NAMES } from '../../../../contract/client-settings.ts';
import { IconButton } from '../../../widgets/button.tsx';
import { Checkbox } from '../../../widgets/toggles.tsx';

type Transport = ClientSettings['transports'][number];

interface TransportsFormProps {
  readonly settings: Pick<ClientSettings, 'transports' | 'upgrade' | 'tryAllTransports'>;
  readonly onChange: (change: Partial<ClientSettings>) => void;
}

/** Chosen ones first, in their order; the others after them. */
export function TransportsForm({ settings, onChange }: TransportsFormProps) {
  const { t } = useTranslation();
  const { transports, upgrade, tryAllTransports } = settings;
  const listed = [...transports, ...TRANSPORT_NAMES.filter((name) => !transports.includes(name))];

  function toggle(name: Transport, isOn: boolean): void {
    const next = isOn ? [...transports, name] : transports.filter((other) => other !== name);
    if (next.length > 0) onChange({ transports: next });
  }

  return (
    <div className="flex flex-col gap-3">
      <p className="text-sm text-fg-3">{t('setting.transportsHint')}</p>
      <ol className="flex flex-col">
        {listed.map((name) => {
          const place = transports.indexOf(name);
          return (
            <li key={name} className="flex h-7 items-center gap-2">
              <span className="w-3 text-right text-xs text-fg-3">{place === -1 ? '' : place + 1}</span>
              <span className="flex-1 font-mono">
                <Checkbox label={name} isOn={place !== -1} onChange={(isOn) => toggle(name, isOn)} testId={`transport-${name}`} />
              </span>
              <IconButton
                icon={ArrowUp}
                size="sm"
                iconSize={12}
                label={t('setting.up', { name })}
                disabled={place <= 0}
                onClick={() => onChange({ transports: swap(transports, place, place - 1) })}
              />
              <IconButton
                icon={ArrowDown}
                size="sm"
                iconSize={12}
                label={t('setting.down', { name })}
                disabled={place === -1 || place === transports.length - 1}
                onClick={() => onChange({ transports: swap(transports, place, place + 1) })}
              />
            </li>
          );
        })}
      </ol>
      {transports.length === 1 && <p className="text-xs text-fg-3">{t('setting.oneTransport')}</p>}
      <Checkbox label={t('setting.upgrade')} isOn={upgrade} onChange={(isOn) => onChange({ upgrade: isOn })} testId="transports-upgrade" />
      <Checkbox
        label={t('setting.tryAll')}
        isOn={tryAllTransports}
        onChange={(isOn) => onChange({ tryAllTransports: isOn })}
        testId="transports-try-all"
      />
    </div>
  );
}

export function swap<Item>(items: readonly Item[], one: number, other: number): Item[] {
  return items.map((item, index) => (index === one ? (items[other] ?? item) : index === other ? (items[one] ?? item) : item));
}
