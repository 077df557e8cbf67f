import { useId, useState } from 'react';
import { cn } from '../../widgets/cn.ts';

interface NumberInputProps {
  readonly label: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly unit: string;
  readonly onChange: (value: number) => void;
  readonly testId: string;
}

/** A whole number in a bar, with its name before it and its unit after. What does not fit stays as typed until it is left. */
export function NumberInput({ label, value, min, max, unit, onChange, testId }: NumberInputProps) {
  const id = useId();
  const [typed, setTyped] = useState<string | null>(null);
  const isFaulty = typed !== null && !fits(Number(typed));

  function fits(number: number): boolean {
    return Number.isInteger(number) && number >= min && number <= max;
  }

  return (
    <span className="flex items-center gap-1.5 text-fg-2">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type="number"
        min={min}
        max={max}
        aria-invalid={isFaulty}
        value={typed ?? value}
        onChange={(event) => {
          setTyped(event.target.value);
          const number = event.target.valueAsNumber;
          if (fits(number)) onChange(number);
        }}
        onBlur={() => setTyped(null)}
        data-testid={testId}
        className={cn(
          'h-(--h-control-sm) w-20 rounded-2 border bg-main px-2 text-right text-sm text-fg',
          isFaulty ? 'border-err' : 'border-line-control',
        )}
      />
      {unit}
    </span>
  );
}
