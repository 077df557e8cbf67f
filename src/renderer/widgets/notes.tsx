import { TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Failure } from '../../contract/rows.ts';
import { describeFailure } from '../i18n/failure.ts';

interface EmptyStateProps {
  readonly title: string;
  readonly text: string;
  /** One button, one snippet. */
  readonly children?: ReactNode;
}

/** What is missing, why, and what to do next. */
export function EmptyState({ title, text, children }: EmptyStateProps) {
  return (
    <div data-testid="empty-state" className="flex max-w-180 flex-col items-start gap-4 p-6">
      <div>
        <h2 className="text-lg font-strong text-fg">{title}</h2>
        <p className="mt-1 text-md text-fg-2">{text}</p>
      </div>
      {children}
    </div>
  );
}

interface FailureNoteProps {
  readonly failure: Failure;
  readonly values?: Readonly<Record<string, string | number>>;
  /** Up to two buttons: what to try. */
  readonly children?: ReactNode;
}

/** What failed, the value, and what to try; in the pane it concerns. */
export function FailureNote({ failure, values, children }: FailureNoteProps) {
  const { t } = useTranslation();
  const { title, hint, detail } = describeFailure(t, failure, values);
  return (
    <div role="alert" className="flex max-w-180 flex-col items-start gap-2 p-6">
      <h2 className="flex items-center gap-2 text-lg font-strong text-fg">
        <TriangleAlert size={16} strokeWidth={1.75} className="text-err" aria-hidden />
        {title}
      </h2>
      {detail !== '' && (
        <p data-selectable className="font-mono text-code break-all text-fg-2">
          {failure.code}: {detail}
        </p>
      )}
      {hint !== '' && <p className="text-md text-fg-2">{hint}</p>}
      {children !== undefined && <div className="mt-2 flex gap-2">{children}</div>}
    </div>
  );
}

/** A failure beside the control that caused it. */
export function InlineFailure({ failure, values }: Pick<FailureNoteProps, 'failure' | 'values'>) {
  const { t } = useTranslation();
  const { title, hint, detail } = describeFailure(t, failure, values);
  return (
    <p role="alert" className="text-sm text-err" title={detail}>
      {title}
      {hint !== '' && <span className="text-fg-2"> {hint}</span>}
    </p>
  );
}
