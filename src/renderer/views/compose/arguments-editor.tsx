import { Check, Plus, TriangleAlert, X } from 'lucide-react';
import type { KeyboardEvent, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { formatBytes } from '../../i18n/format.ts';
import { type ArgumentList, withArgument, withoutArgument, withText } from '../../stores/argument-list.ts';
import { Button, IconButton } from '../../widgets/button.tsx';
import { cn } from '../../widgets/cn.ts';
import { JsonEditor } from '../../widgets/json-editor.tsx';
import { type ParsedArgument, parseArgument } from './read-arguments.ts';

interface ArgumentsEditorProps {
  /** Of what these are the arguments: another one is another document. */
  readonly docKey: string;
  readonly list: ArgumentList;
  readonly onChange: (list: ArgumentList) => void;
  /** What it means to have none. */
  readonly emptyText: string;
  readonly testId: string;
  readonly children?: ReactNode;
}

/** One tab an argument; none at all is fine. What is given as children stands before the tabs. */
export function ArgumentsEditor({ docKey, list, onChange, emptyText, testId, children }: ArgumentsEditorProps) {
  const { t } = useTranslation();
  const { args, activeArg } = list;
  const index = args.findIndex(({ id }) => id === activeArg);
  const active = args[index];
  const parsed = active === undefined ? null : parseArgument(active.text);

  function onKeyDown(event: KeyboardEvent): void {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const next = step === undefined ? undefined : args[(index + step + args.length) % args.length];
    if (next !== undefined) {
      onChange({ args, activeArg: next.id });
      event.currentTarget.querySelectorAll<HTMLElement>('[role=tab]')[args.indexOf(next)]?.focus();
    } else if (event.key === 'Delete' && active !== undefined) onChange(withoutArgument(list, active.id));
    else return;
    event.preventDefault();
  }

  return (
    <>
      <div className="flex h-8 shrink-0 items-center gap-1 border-b border-line px-2">
        {children}
        <div role="tablist" aria-label={t('fields.arguments')} tabIndex={-1} onKeyDown={onKeyDown} className="flex h-full min-w-0 overflow-x-auto">
          {args.map(({ id, text }, place) => (
            <ArgumentTab
              key={id}
              place={place}
              isActive={id === activeArg}
              isFaulty={isFaulty(parseArgument(text))}
              onSelect={() => onChange({ args, activeArg: id })}
              onRemove={() => onChange(withoutArgument(list, id))}
            />
          ))}
        </div>
        <IconButton icon={Plus} size="sm" label={t('compose.addArgument')} onClick={() => onChange(withArgument(list))} />
        <span className="flex-1" />
        {active !== undefined && parsed !== null && (
          <>
            <Validity parsed={parsed} />
            <Button
              variant="ghost"
              size="sm"
              disabled={!parsed.isValid}
              onClick={() => parsed.isValid && onChange(withText(list, active.id, JSON.stringify(parsed.value, null, 2)))}
            >
              {t('compose.format')}
            </Button>
          </>
        )}
      </div>
      <div className="min-h-0 flex-1 overflow-hidden bg-well">
        {active === undefined ? (
          <p className="px-4 py-3 text-fg-3">{emptyText}</p>
        ) : (
          <JsonEditor
            docKey={`${docKey} ${active.id}`}
            text={active.text}
            label={t('compose.argument', { index: index + 1 })}
            testId={testId}
            onChange={(text) => onChange(withText(list, active.id, text))}
          />
        )}
      </div>
    </>
  );
}

interface ArgumentTabProps {
  readonly place: number;
  readonly isActive: boolean;
  readonly isFaulty: boolean;
  readonly onSelect: () => void;
  readonly onRemove: () => void;
}

function ArgumentTab({ place, isActive, isFaulty, onSelect, onRemove }: ArgumentTabProps) {
  const { t } = useTranslation();
  const index = place + 1;
  return (
    <span
      className={cn('relative flex items-center pl-1', isActive && 'after:absolute after:inset-x-1 after:-bottom-px after:h-0.5 after:bg-accent-fg')}
    >
      <button
        type="button"
        role="tab"
        aria-selected={isActive}
        tabIndex={isActive ? 0 : -1}
        onClick={onSelect}
        className={cn(
          'h-full px-1.5 text-sm whitespace-nowrap',
          isActive ? 'font-medium text-fg' : 'text-fg-2 hover:text-fg',
          isFaulty && 'text-err',
        )}
      >
        {t('compose.argument', { index })}
      </button>
      <button
        type="button"
        aria-label={t('compose.removeArgument', { index })}
        tabIndex={isActive ? 0 : -1}
        onClick={onRemove}
        className="mr-1 grid size-4 place-items-center rounded-1 text-fg-3 hover:bg-active hover:text-fg"
      >
        <X size={12} strokeWidth={2} aria-hidden />
      </button>
    </span>
  );
}

function isFaulty(parsed: ParsedArgument): boolean {
  return !parsed.isValid && !parsed.isEmpty;
}

function Validity({ parsed }: { readonly parsed: ParsedArgument }) {
  const { t } = useTranslation();
  if (!parsed.isValid && parsed.isEmpty) {
    return (
      <span role="status" className="shrink-0 text-sm text-fg-3">
        {t('compose.empty')}
      </span>
    );
  }
  const Icon = parsed.isValid ? Check : TriangleAlert;
  return (
    <span role="status" className={cn('flex shrink-0 items-center gap-1.5 text-sm', parsed.isValid ? 'text-fg-3' : 'text-err')}>
      <Icon size={12} strokeWidth={2} aria-hidden />
      {parsed.isValid ? t('compose.valid', { bytes: formatBytes(parsed.bytes) }) : t('compose.invalid', { line: parsed.line })}
    </span>
  );
}
