import { Dialog as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { cn } from './cn.ts';

interface DialogProps {
  readonly title: string;
  readonly description?: string | undefined;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  /** Wide: for lists that are worked on, higher up and as high as the window at most. */
  readonly isWide?: boolean;
  /** Tall: for long forms, higher up; what does not fit is scrolled to, clear of head and foot. */
  readonly isTall?: boolean;
  readonly testId?: string;
  readonly children: ReactNode;
}

export function Dialog({ title, description, isOpen, onClose, isWide = false, isTall = false, testId, children }: DialogProps) {
  return (
    <Radix.Root open={isOpen} onOpenChange={(open) => open || onClose()}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-(--z-dialog) bg-scrim" />
        <Radix.Content
          {...(description === undefined && { 'aria-describedby': undefined })}
          data-testid={testId}
          className={cn(
            'enter-dialog fixed left-1/2 z-(--z-dialog) flex max-w-[calc(100vw-32px)] -translate-x-1/2 flex-col rounded-3 border border-line-strong bg-raised p-5 shadow-dialog',
            isWide
              ? 'top-[8vh] max-h-[84vh] w-170'
              : isTall
                ? 'top-[5vh] max-h-[90vh] w-110 scroll-pt-16 scroll-pb-20 overflow-y-auto'
                : 'top-[20vh] w-110',
          )}
        >
          <Radix.Title className={cn('text-lg font-strong text-fg', isTall && HEAD)}>{title}</Radix.Title>
          {description !== undefined && <Radix.Description className="mt-1 text-md text-fg-2">{description}</Radix.Description>}
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

/** In view however long the form is, as the foot is. */
const HEAD = 'sticky -top-5 z-(--z-sticky) -mx-5 -mt-5 shrink-0 border-b border-line bg-raised px-5 pt-5 pb-3';

/** The row of buttons at the foot, in view however long the form is: cancel left of the action. */
export function DialogActions({ children }: { readonly children: ReactNode }) {
  return <div className="sticky -bottom-5 mt-2 -mb-5 flex shrink-0 justify-end gap-2 bg-raised pt-3 pb-5">{children}</div>;
}
