import { Check } from 'lucide-react';
import { Checkbox as RadixCheckbox, Switch as RadixSwitch } from 'radix-ui';
import { useId } from 'react';
import { cn } from './cn.ts';
import { Tooltip } from './tooltip.tsx';

interface ToggleProps {
  readonly label: string;
  readonly isOn: boolean;
  readonly onChange: (isOn: boolean) => void;
  readonly hint?: string;
  /** The name is for assistive technology only: what stands beside it says enough. */
  readonly isLabelHidden?: boolean;
  readonly testId?: string;
}

/** For what acts at once. */
export function Switch({ label, isOn, onChange, isLabelHidden = false, testId }: ToggleProps) {
  const id = useId();
  return (
    <span className="inline-flex items-center gap-1.5">
      <RadixSwitch.Root
        id={id}
        checked={isOn}
        onCheckedChange={onChange}
        data-testid={testId}
        className="relative h-4 w-6.5 shrink-0 rounded-full border border-line-control transition-colors duration-(--t-fast) data-[state=checked]:border-accent data-[state=checked]:bg-accent"
      >
        <RadixSwitch.Thumb className="absolute top-0.5 left-0.5 size-2.5 rounded-full bg-fg-3 transition-transform duration-(--t-fast) data-[state=checked]:translate-x-2.5 data-[state=checked]:bg-on-solid" />
      </RadixSwitch.Root>
      <label htmlFor={id} className={cn('text-sm', isLabelHidden ? 'sr-only' : 'whitespace-nowrap')}>
        {label}
      </label>
    </span>
  );
}

/** For an option of a request. */
export function Checkbox({ label, isOn, onChange, hint, isLabelHidden = false, testId }: ToggleProps) {
  const id = useId();
  const field = (
    <span className="inline-flex items-center gap-1.5">
      <RadixCheckbox.Root
        id={id}
        checked={isOn}
        onCheckedChange={(checked) => onChange(checked === true)}
        data-testid={testId}
        className="grid size-3.5 shrink-0 place-items-center rounded-1 border border-line-control text-on-solid data-[state=checked]:border-accent data-[state=checked]:bg-accent"
      >
        <RadixCheckbox.Indicator>
          <Check size={10} strokeWidth={3} aria-hidden />
        </RadixCheckbox.Indicator>
      </RadixCheckbox.Root>
      <label htmlFor={id} className={cn('text-sm text-fg-2', isLabelHidden ? 'sr-only' : 'whitespace-nowrap')}>
        {label}
      </label>
    </span>
  );
  return hint === undefined ? field : <Tooltip text={hint}>{field}</Tooltip>;
}
