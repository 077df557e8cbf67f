import { type KeyboardEvent, type ReactNode, type Ref, useId } from 'react';
import { useTranslation } from 'react-i18next';
import { type ClientAddress, parseAddress } from '../../contract/client-address.ts';
import { cn } from './cn.ts';

interface AddressFieldProps {
  readonly text: string;
  readonly onText: (text: string) => void;
  /** Enter, without Ctrl, or the field is left. */
  readonly onCommit?: () => void;
  /** Shown instead of the path that the text says. */
  readonly path?: ReactNode;
  readonly isLarge?: boolean;
  /** An empty field is no error yet. */
  readonly isEmptyFine?: boolean;
  /** What a text without a namespace means. */
  readonly defaultNamespace?: string;
  /** In a narrow place: what it means stands below. */
  readonly isBrief?: boolean;
  readonly testId: string;
  readonly ref?: Ref<HTMLInputElement>;
}

/** A URL, with the path and the namespace it means inside at the right, and below what is wrong with it. */
export function AddressField({
  text,
  onText,
  onCommit,
  path,
  isLarge = false,
  isEmptyFine = false,
  defaultNamespace = '/',
  isBrief = false,
  testId,
  ref,
}: AddressFieldProps) {
  const { t } = useTranslation();
  const id = useId();
  const parsed = parseAddress(text);
  const isFaulty = !parsed.isValid && !(isEmptyFine && parsed.problem === 'EMPTY');
  const note = !parsed.isValid
    ? isFaulty
      ? t(`address.problems.${parsed.problem}`, { value: parsed.value })
      : null
    : parsed.address.query.length > 0
      ? t('address.queryFound', { count: parsed.address.query.length })
      : null;

  function onKeyDown(event: KeyboardEvent): void {
    if (event.key === 'Enter' && !event.nativeEvent.isComposing) onCommit?.();
  }

  return (
    <div className="flex min-w-0 flex-1 flex-col gap-1">
      <div
        className={cn(
          'flex min-w-0 items-center gap-2 rounded-2 border bg-main px-2 focus-within:outline-2 focus-within:-outline-offset-1 focus-within:outline-focus',
          isLarge ? 'h-(--h-control-lg)' : 'h-(--h-control)',
          isFaulty ? 'border-err' : 'border-line-control',
        )}
      >
        <label htmlFor={id} className="shrink-0 text-xs text-fg-3">
          {t('address.label')}
        </label>
        <input
          ref={ref}
          id={id}
          inputMode="url"
          aria-invalid={isFaulty}
          aria-describedby={note === null ? undefined : `${id}-note`}
          placeholder={t('address.placeholder')}
          spellCheck={false}
          autoComplete="off"
          maxLength={4096}
          value={text}
          onChange={(event) => onText(event.target.value)}
          onBlur={onCommit}
          onKeyDown={onKeyDown}
          data-testid={testId}
          className="min-w-24 flex-1 bg-transparent font-mono text-code outline-none"
        />
        {parsed.isValid && !isBrief && <Meaning address={parsed.address} path={path} defaultNamespace={defaultNamespace} testId={testId} />}
      </div>
      {parsed.isValid && isBrief && <Meaning address={parsed.address} path={path} defaultNamespace={defaultNamespace} testId={testId} />}
      {note !== null && (
        <span id={`${id}-note`} className={cn('text-xs', isFaulty ? 'text-err' : 'text-fg-3')}>
          {note}
        </span>
      )}
    </div>
  );
}

interface MeaningProps {
  readonly address: ClientAddress;
  readonly path: ReactNode | undefined;
  readonly defaultNamespace: string;
  readonly testId: string;
}

/** What a client takes the text for. */
function Meaning({ address, path, defaultNamespace, testId }: MeaningProps) {
  const { t } = useTranslation();
  return (
    <span className="flex min-w-0 shrink-[2] items-center gap-1.5 overflow-hidden text-xs whitespace-nowrap text-fg-3">
      {t('address.path')}
      {path ?? <span className="truncate font-mono text-code text-fg-2">{address.path}</span>}
      <span aria-hidden>·</span>
      {t('address.namespace')}
      <span data-testid={`${testId}-namespace`} className="truncate font-mono text-code text-fg-2">
        {address.namespace === '/' ? defaultNamespace : address.namespace}
      </span>
    </span>
  );
}
