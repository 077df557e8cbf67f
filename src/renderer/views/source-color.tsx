import { Check } from 'lucide-react';
import { RadioGroup } from 'radix-ui';
import { useTranslation } from 'react-i18next';
import { SOURCE_COLORS, type SourceColor } from '../../contract/source-list.ts';
import { cn } from '../widgets/cn.ts';

const GROUNDS: Readonly<Record<SourceColor, string>> = {
  blue: 'bg-source-blue',
  teal: 'bg-source-teal',
  green: 'bg-source-green',
  amber: 'bg-source-amber',
  orange: 'bg-source-orange',
  red: 'bg-source-red',
  violet: 'bg-source-violet',
  grey: 'bg-source-grey',
};

/** At the left of a row: decoration only. */
export function ColorBar({ color }: { readonly color: SourceColor | null }) {
  if (color === null) return null;
  return (
    <span aria-hidden data-testid="source-color" data-color={color} className={cn('absolute inset-y-1.5 left-1 w-0.75 rounded-1', GROUNDS[color])} />
  );
}

interface ColorFieldProps {
  readonly color: SourceColor | null;
  readonly onChange: (color: SourceColor | null) => void;
}

const NONE = 'none';

export function ColorField({ color, onChange }: ColorFieldProps) {
  const { t } = useTranslation();
  return (
    <div className="flex flex-col gap-1">
      <span aria-hidden className="text-xs text-fg-3">
        {t('sourceList.color')}
      </span>
      <RadioGroup.Root
        aria-label={t('sourceList.color')}
        orientation="horizontal"
        value={color ?? NONE}
        onValueChange={(value) => onChange(SOURCE_COLORS.find((each) => each === value) ?? null)}
        className="flex h-6.5 items-center gap-2"
      >
        {[NONE, ...SOURCE_COLORS].map((value) => (
          <Swatch key={value} value={value} />
        ))}
      </RadioGroup.Root>
    </div>
  );
}

function Swatch({ value }: { readonly value: string }) {
  const { t } = useTranslation();
  const color = SOURCE_COLORS.find((each) => each === value);
  return (
    <RadioGroup.Item
      value={value}
      aria-label={t(`sourceList.colors.${color ?? 'none'}`)}
      title={t(`sourceList.colors.${color ?? 'none'}`)}
      data-testid={`source-color-${value}`}
      className={cn(
        'grid size-5 place-items-center rounded-1 border outline-offset-2',
        color === undefined ? 'border-line-control text-fg' : cn('border-transparent text-main', GROUNDS[color]),
      )}
    >
      <RadioGroup.Indicator>
        <Check size={12} strokeWidth={3} aria-hidden />
      </RadioGroup.Indicator>
    </RadioGroup.Item>
  );
}
