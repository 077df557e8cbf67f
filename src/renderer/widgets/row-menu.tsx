import { ContextMenu } from 'radix-ui';
import type { ReactElement } from 'react';
import { cn } from './cn.ts';
import { MENU_CONTENT, MENU_ITEM, MENU_SEPARATOR } from './menu.tsx';

interface MenuEntry {
  readonly id: string;
  readonly label: string;
  readonly onSelect: () => void;
  readonly isDanger?: boolean;
  readonly isDisabled?: boolean;
}

/** What can be done with a row, in groups. */
export type MenuEntries = readonly (readonly MenuEntry[])[];

interface RowMenuProps {
  readonly entries: MenuEntries;
  /** Where the keyboard goes when it is closed. */
  readonly onClosed: () => void;
  /** Where it is asked for, by a pointer or by the keyboard. */
  readonly children: ReactElement;
}

export function RowMenu({ entries, onClosed, children }: RowMenuProps) {
  const groups = entries.filter((group) => group.length > 0);
  return (
    <ContextMenu.Root>
      <ContextMenu.Trigger asChild>{children}</ContextMenu.Trigger>
      <ContextMenu.Portal>
        <ContextMenu.Content
          collisionPadding={8}
          data-testid="row-menu"
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            onClosed();
          }}
          className={MENU_CONTENT}
        >
          {groups.map((group, index) => (
            <ContextMenu.Group key={group[0]?.id}>
              {index > 0 && <ContextMenu.Separator className={MENU_SEPARATOR} />}
              {group.map(({ id, label, onSelect, isDanger = false, isDisabled = false }) => (
                <ContextMenu.Item
                  key={id}
                  data-testid={`row-menu-${id}`}
                  disabled={isDisabled}
                  onSelect={onSelect}
                  className={cn(MENU_ITEM, isDanger ? 'text-err' : 'text-fg')}
                >
                  <span className="max-w-80 flex-1 truncate">{label}</span>
                </ContextMenu.Item>
              ))}
            </ContextMenu.Group>
          ))}
        </ContextMenu.Content>
      </ContextMenu.Portal>
    </ContextMenu.Root>
  );
}
