import { Braces, Plus, X } from 'lucide-react';
import { useEffect, useEffectEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Variables, variables as variablesSchema } from '../../../contract/message-rows.ts';
import { fillText, GENERATORS } from '../../../contract/template.ts';
import { useCommands } from '../../stores/commands.ts';
import { useClient } from '../../stores/link.ts';
import { useMessages } from '../../stores/messages.ts';
import { useAction } from '../../stores/use-action.ts';
import { Button, IconButton } from '../../widgets/button.tsx';
import { CopyButton } from '../../widgets/copy-button.tsx';
import { insertAtCursor } from '../../widgets/last-cursor.ts';
import { InlineFailure } from '../../widgets/notes.tsx';
import { Popover } from '../../widgets/popover.tsx';
import { TextField } from '../../widgets/text-field.tsx';
import { valuesNow } from './read-arguments.ts';

/** Values that messages of every source are filled with. */
export function VariablesPopover({ missing }: { /** Used, and not there. */ readonly missing: readonly string[] }) {
  const { t } = useTranslation();
  const [isOpen, setIsOpen] = useState(false);
  const list = useMessages(({ variables }) => variables);
  useCommands([{ id: 'variables', title: t('vars.open'), group: 'here', run: () => setIsOpen(true) }]);
  return (
    <Popover
      label={t('vars.title')}
      width="lg"
      testId="variables"
      isOpen={isOpen}
      onOpenChange={setIsOpen}
      trigger={
        <Button variant="ghost" size="sm" icon={Braces} data-testid="variables-open">
          {t('vars.title')}
        </Button>
      }
    >
      {list !== null && <VariablesForm initial={list} missing={missing} onClose={() => setIsOpen(false)} />}
    </Popover>
  );
}

interface Row {
  readonly id: number;
  readonly name: string;
  readonly value: string;
}

/** What is typed is saved when nothing was for so long. */
const SAVE_AFTER_MS = 300;
const NAME = /^[A-Za-z_][\w.-]{0,99}$/;

interface VariablesFormProps {
  readonly initial: Variables;
  readonly missing: readonly string[];
  readonly onClose: () => void;
}

function VariablesForm({ initial, missing, onClose }: VariablesFormProps) {
  const { t } = useTranslation();
  const client = useClient();
  const { run, failure } = useAction();
  const [rows, setRows] = useState<readonly Row[]>(() => initial.map((variable, id) => ({ id, ...variable })));
  const [isChanged, setIsChanged] = useState(false);
  const valid = validOf(rows);

  const save = useEffectEvent(() => {
    if (isChanged) run(() => client.call('variables.set', { variables: valid }));
    setIsChanged(false);
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: `rows` starts the time over.
  useEffect(() => {
    const timer = setTimeout(save, SAVE_AFTER_MS);
    return () => clearTimeout(timer);
  }, [rows]);
  // What was typed last is saved when it closes.
  useEffect(() => () => save(), []);

  function change(next: readonly Row[]): void {
    setRows(next);
    setIsChanged(true);
  }
  const add = (name: string) => change([...rows, { id: Math.max(0, ...rows.map(({ id }) => id)) + 1, name, value: '' }]);
  const offered = missing.filter((name) => !rows.some((row) => row.name === name));

  return (
    <div className="flex flex-col gap-2">
      <h2 className="text-md font-strong">{t('vars.title')}</h2>
      <p className="text-sm text-fg-3">{t('vars.hint')}</p>
      {rows.length > 0 && (
        <ul className="flex flex-col gap-1.5">
          {rows.map((row) => (
            <li key={row.id} className="grid grid-cols-[180px_minmax(0,1fr)_auto] items-start gap-1.5">
              <TextField
                label={t('vars.name')}
                labelAt="hidden"
                isMono
                placeholder={t('vars.name')}
                value={row.name}
                error={nameProblem(row, rows) === null ? undefined : t(`vars.problems.${nameProblem(row, rows) ?? 'bad'}`)}
                onChange={(event) => change(rows.map((other) => (other.id === row.id ? { ...row, name: event.target.value } : other)))}
                data-testid="variable-name"
              />
              <TextField
                label={t('vars.value')}
                labelAt="hidden"
                isMono
                maxLength={10_000}
                placeholder={t('vars.value')}
                value={row.value}
                onChange={(event) => change(rows.map((other) => (other.id === row.id ? { ...row, value: event.target.value } : other)))}
                data-testid="variable-value"
              />
              <IconButton
                icon={X}
                label={t('common.remove', { name: row.name })}
                onClick={() => change(rows.filter((other) => other.id !== row.id))}
              />
            </li>
          ))}
        </ul>
      )}
      <div className="flex flex-wrap gap-1.5">
        <Button size="sm" icon={Plus} onClick={() => add('')} data-testid="variable-add">
          {t('vars.add')}
        </Button>
        {offered.map((name) => (
          <Button key={name} size="sm" icon={Plus} onClick={() => add(name)} data-testid="variable-add-missing">
            {t('vars.addNamed', { name })}
          </Button>
        ))}
      </div>
      {failure !== null && <InlineFailure failure={failure} />}
      <Generators onInserted={onClose} />
    </div>
  );
}

function validOf(rows: readonly Row[]): Variables {
  return variablesSchema.parse(rows.filter((row) => nameProblem(row, rows) === null).map(({ name, value }) => ({ name, value })));
}

function nameProblem({ id, name }: Row, rows: readonly Row[]): 'empty' | 'bad' | 'twice' | null {
  if (name === '') return 'empty';
  if (!NAME.test(name)) return 'bad';
  return rows.some((other) => other.name === name && other.id < id) ? 'twice' : null;
}

const WRITTEN = {
  uuid: '{{$uuid}}',
  now: '{{$now}}',
  isoNow: '{{$isoNow}}',
  n: '{{$n}}',
  randomInt: '{{$randomInt 1 6}}',
  randomHex: '{{$randomHex 8}}',
} as const;

/** What is made anew each time, with one that was made just now. */
function Generators({ onInserted }: { readonly onInserted: () => void }) {
  const { t } = useTranslation();
  const [values] = useState(() => valuesNow({}));
  return (
    <section aria-label={t('vars.generatorsTitle')} className="mt-1 border-t border-line pt-2">
      <h3 className="mb-1 text-xs text-fg-3">{t('vars.generatorsTitle')}</h3>
      <ul>
        {GENERATORS.map((name) => (
          <li key={name} className="grid h-7 grid-cols-[150px_minmax(0,1fr)_auto_auto] items-center gap-3">
            <button
              type="button"
              title={t('vars.insert', { name: WRITTEN[name] })}
              onClick={() => insertAtCursor(WRITTEN[name]) && onInserted()}
              className="rounded-1 text-left font-mono text-code text-in hover:bg-active"
            >
              {WRITTEN[name]}
            </button>
            <span className="truncate text-sm text-fg-2">{t(`vars.generators.${name}`)}</span>
            <span className="max-w-44 truncate font-mono text-xs text-fg-3">{fillText(WRITTEN[name], values).text}</span>
            <CopyButton text={WRITTEN[name]} label={t('vars.copy', { name: WRITTEN[name] })} />
          </li>
        ))}
      </ul>
    </section>
  );
}
