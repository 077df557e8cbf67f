import { Check } from 'lucide-react';
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

export function MenuSeparator() {
  return <DropdownMenu.Separator className={MENU_SEPARATOR} />;
}
