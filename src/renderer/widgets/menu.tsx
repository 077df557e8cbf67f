import { Check, ChevronRight } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import type { ReactElement, ReactNode } from 'react';
import { cn } from './cn.ts';

export const MENU_ITEM =
  'flex h-(--h-control) items-center gap-2 rounded-2 px-2 text-md outline-none data-[disabled]:text-fg-4 data-[highlighted]:bg-active';

export const MENU_CONTENT = 'enter-popover z-(--z-popover) min-w-48 rounded-3 border border-line-strong bg-raised p-1 shadow-popover';
export const MENU_SEPARATOR = 'my-1 h-px bg-line';

interface MenuProps {
  readonly trigger: ReactElement;
  readonly children: ReactNode;
  readonly align?: 'start' | 'end';
}

export function Menu({ trigger, children, align = 'end' }: MenuProps) {
  return (
    <DropdownMenu.Root>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content align={align} sideOffset={4} collisionPadding={8} className={MENU_CONTENT}>
          {children}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

interface MenuItemProps {
  readonly onSelect: () => void;
  readonly children: ReactNode;
  readonly isDanger?: boolean;
  readonly isDisabled?: boolean;
  readonly note?: string | undefined;
}

export function MenuItem({ onSelect, children, isDanger = false, isDisabled = false, note }: MenuItemProps) {
  return (
    <DropdownMenu.Item disabled={isDisabled} onSelect={onSelect} className={cn(MENU_ITEM, isDanger ? 'text-err' : 'text-fg')}>
      <span className="flex-1">{children}</span>
      {note !== undefined && <span className="text-xs text-fg-3">{note}</span>}
    </DropdownMenu.Item>
  );
}

/** More items, beside the one that opens them. */
export function SubMenu({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <DropdownMenu.Sub>
      <DropdownMenu.SubTrigger className={cn(MENU_ITEM, 'text-fg data-[state=open]:bg-active')}>
        <span className="flex-1">{label}</span>
        <ChevronRight size={14} strokeWidth={1.75} className="text-fg-3" aria-hidden />
      </DropdownMenu.SubTrigger>
      <DropdownMenu.Portal>
        <DropdownMenu.SubContent
          collisionPadding={8}
          className="enter-popover z-(--z-popover) max-h-80 max-w-80 min-w-40 overflow-y-auto rounded-3 border border-line-strong bg-raised p-1 shadow-popover"
        >
          {children}
        </DropdownMenu.SubContent>
      </DropdownMenu.Portal>
    </DropdownMenu.Sub>
  );
}

interface MenuCheckProps {
  readonly label: string;
  readonly isOn: boolean;
  readonly onChange: (isOn: boolean) => void;
}

/** On or off; the menu stays for the next one. */
export function MenuCheck({ label, isOn, onChange }: MenuCheckProps) {
  return (
    <DropdownMenu.CheckboxItem
      checked={isOn}
      onCheckedChange={onChange}
      onSelect={(event) => event.preventDefault()}
      className={cn(MENU_ITEM, 'text-fg')}
    >
      <span className="flex-1">{label}</span>
      <DropdownMenu.ItemIndicator className="text-accent-fg">
        <Check size={14} strokeWidth={2} aria-hidden />
      </DropdownMenu.ItemIndicator>
    </DropdownMenu.CheckboxItem>
  );
}

interface MenuChoiceProps<Value extends string> {
  readonly label: string;
  readonly value: Value;
  readonly options: readonly { readonly value: Value; readonly label: string }[];
  readonly onChange: (value: Value) => void;
}

export function MenuChoice<Value extends string>({ label, value, options, onChange }: MenuChoiceProps<Value>) {
  return (
    <DropdownMenu.RadioGroup
      value={value}
      onValueChange={(next) => {
        const option = options.find((candidate) => candidate.value === next);
        if (option !== undefined) onChange(option.value);
      }}
    >
      <DropdownMenu.Label className="px-2 pt-1.5 pb-0.5 text-xs text-fg-3">{label}</DropdownMenu.Label>
      {options.map((option) => (
        <DropdownMenu.RadioItem
          key={option.value}
          value={option.value}
          className={cn(MENU_ITEM, 'text-fg')}
          onSelect={(event) => event.preventDefault()}
        >
          <span className="flex-1">{option.label}</span>
          <DropdownMenu.ItemIndicator className="text-accent-fg">
            <Check size={14} strokeWidth={2} aria-hidden />
          </DropdownMenu.ItemIndicator>
        </DropdownMenu.RadioItem>
      ))}
    </DropdownMenu.RadioGroup>
  );
}

export function MenuSeparator() {
  return <DropdownMenu.Separator className={MENU_SEPARATOR} />;
}
