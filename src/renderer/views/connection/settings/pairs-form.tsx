import { Eye, EyeOff, Plus, X } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Pair } from '../../../../contract/client-settings.ts';
import { isSecretName } from '../../../../contract/secret-names.ts';
import { Button, IconButton } from '../../../widgets/button.tsx';
import { Checkbox } from '../../../widgets/toggles.tsx';

interface PairsFormProps {
  readonly pairs: readonly Pair[];
  readonly onChange: (pairs: Pair[]) => void;
  readonly hint: string;
  /** Every value is one, whatever its name. */
  readonly isSecret?: boolean;
  readonly testId: string;
}

const MAX_PAIRS = 100;
const FIELD =
  'h-(--h-control) min-w-0 rounded-2 border border-line-control bg-main px-2 font-mono text-code text-fg outline-none focus-visible:outline-2 focus-visible:-outline-offset-1 focus-visible:outline-focus';

/** Names and values, each on or off. */
export function PairsForm({ pairs, onChange, hint, isSecret = false, testId }: PairsFormProps) {
  const { t } = useTranslation();
  const change = (place: number, part: Partial<Pair>) => onChange(pairs.map((pair, index) => (index === place ? { ...pair, ...part } : pair)));
  return (
    <div className="flex flex-col gap-2">
      <p className="text-sm text-fg-3">{hint}</p>
      {pairs.length === 0 && <p className="text-sm text-fg-2">{t('setting.noPairs')}</p>}
      <ul className="flex max-h-72 flex-col gap-1.5 overflow-y-auto">
        {pairs.map((pair, place) => (
          <PairRow
            // biome-ignore lint/suspicious/noArrayIndexKey: a pair has no other identity, names may repeat.
            key={place}
            pair={pair}
            place={place}
            isSecret={isSecret || isSecretName(pair.name)}
            testId={testId}
            onChange={(part) => change(place, part)}
            onRemove={() => onChange(pairs.filter((_, index) => index !== place))}
          />
        ))}
      </ul>
      <div>
        <Button
          size="sm"
          icon={Plus}
          disabled={pairs.length >= MAX_PAIRS}
          onClick={() => onChange([...pairs, { name: '', value: '', isOn: true }])}
          data-testid={`${testId}-add`}
        >
          {t('setting.addPair')}
        </Button>
      </div>
    </div>
  );
}

interface PairRowProps {
  readonly pair: Pair;
  readonly place: number;
  readonly isSecret: boolean;
  readonly testId: string;
  readonly onChange: (part: Partial<Pair>) => void;
  readonly onRemove: () => void;
}

function PairRow({ pair, place, isSecret, testId, onChange, onRemove }: PairRowProps) {
  const { t } = useTranslation();
  const [isRevealed, setIsRevealed] = useState(false);
  const index = place + 1;
  return (
    <li className="grid grid-cols-[auto_minmax(0,2fr)_minmax(0,3fr)_auto] items-center gap-1.5">
      <Checkbox label={t('setting.pairOn', { index })} isLabelHidden isOn={pair.isOn} onChange={(isOn) => onChange({ isOn })} />
      <input
        aria-label={t('setting.pairName', { index })}
        placeholder={t('setting.namePlaceholder')}
        value={pair.name}
        maxLength={256}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => onChange({ name: event.target.value })}
        data-testid={`${testId}-name`}
        className={FIELD}
      />
      <input
        aria-label={t('setting.pairValue', { index })}
        placeholder={t('setting.valuePlaceholder')}
        type={isSecret && !isRevealed ? 'password' : 'text'}
        value={pair.value}
        maxLength={8192}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => onChange({ value: event.target.value })}
        data-testid={`${testId}-value`}
        className={FIELD}
      />
      <span className="flex w-12 justify-end">
        {isSecret && (
          <IconButton
            icon={isRevealed ? EyeOff : Eye}
            size="sm"
            label={t(isRevealed ? 'setting.hide' : 'setting.reveal', { index })}
            onClick={() => setIsRevealed(!isRevealed)}
          />
        )}
        <IconButton icon={X} size="sm" label={t('setting.removePair', { index })} onClick={onRemove} />
      </span>
    </li>
  );
}
