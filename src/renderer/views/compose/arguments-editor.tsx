import { Check, Ellipsis, Plus, TriangleAlert } from 'lucide-react';
import { type DragEvent, type KeyboardEvent, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ArgumentType } from '../../../contract/message.ts';
import { formatBytes } from '../../i18n/format.ts';
import {
  type ArgumentList,
  asType,
  type DraftArgument,
  withArgument,
  withChanged,
  withCopy,
  withMoved,
  withoutArgument,
} from '../../stores/argument-list.ts';
import { byteCount } from '../../stores/bytes.ts';
import { Button, IconButton } from '../../widgets/button.tsx';
import { cn } from '../../widgets/cn.ts';
import { Menu, MenuItem, MenuSeparator } from '../../widgets/menu.tsx';
import { Select } from '../../widgets/select.tsx';
import { ArgumentBody } from './argument-body.tsx';
import { faultText } from './fault-text.ts';
import { parseArgument, type ReadArgument, readArgument, valuesNow } from './read-arguments.ts';

interface ArgumentsEditorProps {
  /** Of what these are the arguments: another one is another document. */
  readonly docKey: string;
  readonly list: ArgumentList;
  readonly onChange: (list: ArgumentList) => void;
  /** What it means to have none. */
  readonly emptyText: string;
  readonly testId: string;
  /** What `{{name}}` stands for; `null`: for itself. */
  readonly variables: Readonly<Record<string, string>> | null;
  readonly types?: readonly ArgumentType[];
  readonly children?: ReactNode;
}

export const ARGUMENT_TYPES: readonly ArgumentType[] = ['json', 'text', 'number', 'boolean', 'null', 'binary'];

/** One tab an argument; none at all is fine. What is given as children stands before the tabs. */
export function ArgumentsEditor(props: ArgumentsEditorProps) {
  const { docKey, list, onChange, emptyText, testId, variables, types = ARGUMENT_TYPES, children } = props;
  const { t } = useTranslation();
  const [draggedId, setDraggedId] = useState<number | null>(null);
  const { args, activeArg } = list;
  const index = args.findIndex(({ id }) => id === activeArg);
  const active = args[index];
  const values = variables === null ? null : valuesNow(variables);
  const read = active === undefined ? null : readArgument(active, values);

  function onKeyDown(event: KeyboardEvent<HTMLElement>): void {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const tabs = event.currentTarget.querySelectorAll<HTMLElement>('[role=tab]');
    if (step !== undefined && active !== undefined && event.altKey) {
      onChange(withMoved(list, active.id, index + step));
    } else if (step !== undefined && args.length > 0) {
      const next = (index + step + args.length) % args.length;
      onChange({ args, activeArg: args[next]?.id ?? activeArg });
      tabs[next]?.focus();
    } else if (event.key === 'Delete' && active !== undefined) onChange(withoutArgument(list, active.id));
    else return;
    event.preventDefault();
  }

  function onDrop(event: DragEvent, onto: number): void {
    event.preventDefault();
    if (draggedId !== null) onChange({ ...withMoved(list, draggedId, onto), activeArg: draggedId });
    setDraggedId(null);
  }

  return (
    <>
      <div className="flex h-9 shrink-0 items-center gap-1 border-b border-line px-2">
        {children}
        <div role="tablist" aria-label={t('fields.arguments')} tabIndex={-1} onKeyDown={onKeyDown} className="flex h-full min-w-0 overflow-x-auto">
          {args.map((argument, place) => (
            <ArgumentTab
              key={argument.id}
              place={place}
              argument={argument}
              isActive={argument.id === activeArg}
              isFaulty={isFaulty(readArgument(argument, values))}
              onSelect={() => onChange({ args, activeArg: argument.id })}
              onDragStart={() => setDraggedId(argument.id)}
              onDrop={(event) => onDrop(event, place)}
            />
          ))}
        </div>
        <IconButton icon={Plus} size="sm" label={t('compose.addArgument')} onClick={() => onChange(withArgument(list))} data-testid="argument-add" />
        {active !== undefined && read !== null && (
          <span className="ml-auto flex min-w-0 items-center gap-2">
            <Validity argument={active} read={read} />
            {active.type === 'json' && <FormatButton argument={active} onChange={(changed) => onChange(withChanged(list, changed))} />}
            <Select
              label={t('args.type', { index: index + 1 })}
              value={active.type}
              options={types.map((type) => ({ value: type, label: t(`args.types.${type}`) }))}
              onChange={(value) => {
                const type = types.find((candidate) => candidate === value);
                if (type !== undefined) onChange(withChanged(list, asType(active, type)));
              }}
              testId="argument-type"
            />
            <ArgumentMenu list={list} active={active} index={index} onChange={onChange} />
          </span>
        )}
      </div>
      <div className="min-h-0 flex-1 overflow-hidden bg-well">
        {active === undefined ? (
          <p className="px-4 py-3 text-fg-3">{emptyText}</p>
        ) : (
          <ArgumentBody
            docKey={`${docKey} ${active.id}`}
            argument={active}
            label={t('compose.argument', { index: index + 1 })}
            testId={testId}
            variables={variables}
            fault={read?.isValid === false ? read.fault : null}
            onChange={(changed) => onChange(withChanged(list, changed))}
          />
        )}
      </div>
    </>
  );
}

interface ArgumentTabProps {
  readonly place: number;
  readonly argument: DraftArgument;
  readonly isActive: boolean;
  readonly isFaulty: boolean;
  readonly onSelect: () => void;
  readonly onDragStart: () => void;
  readonly onDrop: (event: DragEvent) => void;
}

function ArgumentTab({ place, argument, isActive, isFaulty, onSelect, onDragStart, onDrop }: ArgumentTabProps) {
  const { t } = useTranslation();
  return (
    <button
      type="button"
      role="tab"
      aria-selected={isActive}
      tabIndex={isActive ? 0 : -1}
      title={t('args.tabHint')}
      draggable
      onClick={onSelect}
      onDragStart={(event) => {
        // Firefox drags nothing that carries nothing.
        event.dataTransfer.setData('text/plain', String(place + 1));
        onDragStart();
      }}
      onDragOver={(event) => event.preventDefault()}
      onDrop={onDrop}
      data-testid="argument-tab"
      className={cn(
        'relative flex h-full items-center gap-1 px-2 text-sm whitespace-nowrap',
        isFaulty ? 'text-err' : isActive ? 'text-fg' : 'text-fg-2 hover:text-fg',
        isActive && 'font-medium after:absolute after:inset-x-1 after:-bottom-px after:h-0.5 after:bg-accent-fg',
      )}
    >
      {isFaulty && <TriangleAlert size={12} strokeWidth={2} aria-label={t('args.faulty')} />}
      {place + 1} {t(`args.types.${argument.type}`)}
      {argument.type === 'binary' && <span className="font-normal text-fg-3">{formatBytes(byteCount(argument.base64))}</span>}
    </button>
  );
}

interface FormatButtonProps {
  readonly argument: Extract<DraftArgument, { type: 'json' }>;
  readonly onChange: (argument: DraftArgument) => void;
}

/** With variables outside of strings there is nothing that could be formatted. */
function FormatButton({ argument, onChange }: FormatButtonProps) {
  const { t } = useTranslation();
  const parsed = parseArgument(argument.text);
  return (
    <Button
      variant="ghost"
      size="sm"
      disabled={!parsed.isValid}
      onClick={() => parsed.isValid && onChange({ ...argument, text: JSON.stringify(parsed.value, null, 2) })}
    >
      {t('compose.format')}
    </Button>
  );
}

interface ArgumentMenuProps {
  readonly list: ArgumentList;
  readonly active: DraftArgument;
  readonly index: number;
  readonly onChange: (list: ArgumentList) => void;
}

function ArgumentMenu({ list, active: { id }, index, onChange }: ArgumentMenuProps) {
  const { t } = useTranslation();
  const place = { index: index + 1 };
  return (
    <Menu trigger={<IconButton icon={Ellipsis} size="sm" label={t('args.actions', place)} data-testid="argument-menu" />}>
      <MenuItem onSelect={() => onChange(withCopy(list, id))}>{t('args.duplicate')}</MenuItem>
      <MenuItem isDisabled={index === 0} note="Alt ←" onSelect={() => onChange(withMoved(list, id, index - 1))}>
        {t('args.moveLeft')}
      </MenuItem>
      <MenuItem isDisabled={index === list.args.length - 1} note="Alt →" onSelect={() => onChange(withMoved(list, id, index + 1))}>
        {t('args.moveRight')}
      </MenuItem>
      <MenuSeparator />
      <MenuItem isDanger note="Del" onSelect={() => onChange(withoutArgument(list, id))}>
        {t('compose.removeArgument', place)}
      </MenuItem>
    </Menu>
  );
}

function isFaulty(read: ReadArgument): boolean {
  return !read.isValid && read.fault.problem !== 'EMPTY';
}

function Validity({ argument, read }: { readonly argument: DraftArgument; readonly read: ReadArgument }) {
  const { t } = useTranslation();
  if (!read.isValid && read.fault.problem === 'EMPTY') {
    return (
      <span role="status" className="shrink-0 text-sm text-fg-3">
        {t('compose.empty')}
      </span>
    );
  }
  const Icon = read.isValid ? Check : TriangleAlert;
  const text = read.isValid ? t('compose.valid', { bytes: formatBytes(read.bytes) }) : faultText(t, read.fault, argument.type);
  return (
    <span
      role="status"
      title={text}
      data-testid="argument-validity"
      className={cn('flex min-w-0 items-center gap-1.5 text-sm', read.isValid ? 'text-fg-3' : 'text-err')}
    >
      <Icon size={12} strokeWidth={2} className="shrink-0" aria-hidden />
      <span className="truncate">{text}</span>
    </span>
  );
}
