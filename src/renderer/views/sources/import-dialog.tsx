import { FileUp } from 'lucide-react';
import { type ChangeEvent, useEffect, useEffectEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OpenedFile } from '../../../contract/shell.ts';
import { type ImportEntry, MAX_IMPORT_LENGTH, SOURCES_SUFFIX } from '../../../contract/source-list.ts';
import { useClient } from '../../stores/link.ts';
import { selectSource } from '../../stores/sources.ts';
import { useAction } from '../../stores/use-action.ts';
import { Button } from '../../widgets/button.tsx';
import { Dialog, DialogActions } from '../../widgets/dialog.tsx';
import { InlineFailure } from '../../widgets/notes.tsx';
import { Checkbox } from '../../widgets/toggles.tsx';

interface ReadFile {
  readonly name: string;
  readonly text: string;
  readonly entries: readonly ImportEntry[];
}

export interface ImportDialogProps {
  /** The file that was opened with the application; without it a person chooses one. */
  readonly opened?: OpenedFile;
  readonly onClose: () => void;
}

/** Sources of a file: first what it would add, then the adding. */
export function ImportDialog({ opened, onClose }: ImportDialogProps) {
  const { t } = useTranslation();
  const client = useClient();
  const action = useAction();
  const input = useRef<HTMLInputElement>(null);
  const [file, setFile] = useState<ReadFile | null>(null);
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set());
  const [given, setGiven] = useState(opened);
  const [isTooLarge, setIsTooLarge] = useState(isOversized(given));
  const onOpened = useEffectEvent(() => {
    if (given?.content.isRead !== true) return;
    const { name, content } = given;
    action.run(() => show(name, content.text));
  });
  useEffect(() => onOpened(), []);

  function onFile(event: ChangeEvent<HTMLInputElement>): void {
    const [picked] = event.target.files ?? [];
    // The same file may be chosen again after it was changed.
    event.target.value = '';
    if (picked === undefined) return;
    setFile(null);
    setGiven(undefined);
    setIsTooLarge(picked.size > MAX_IMPORT_LENGTH);
    action.forget();
    if (picked.size <= MAX_IMPORT_LENGTH) action.run(async () => show(picked.name, await picked.text()));
  }

  async function show(name: string, text: string): Promise<void> {
    const { entries } = await client.call('sources.readImport', { text });
    setFile({ name, text, entries });
    setChosen(new Set(entries.filter(({ problem }) => problem === null).map(({ index }) => index)));
  }

  async function add({ text }: ReadFile): Promise<void> {
    const { sourceIds } = await client.call('sources.import', { text, indexes: [...chosen] });
    const [first] = sourceIds;
    if (first !== undefined) selectSource(first);
  }

  function choose(index: number, isOn: boolean): void {
    setChosen(isOn ? new Set([...chosen, index]) : new Set([...chosen].filter((each) => each !== index)));
  }

  return (
    <Dialog title={t('sourceList.importTitle')} description={t('sourceList.importText')} isOpen isTall onClose={onClose} testId="import-dialog">
      <div className="mt-4 flex flex-col gap-3">
        <div className="flex items-center gap-2">
          <input ref={input} type="file" accept={`${SOURCES_SUFFIX},.json,application/json`} hidden onChange={onFile} data-testid="import-file" />
          <Button size="lg" icon={FileUp} onClick={() => input.current?.click()}>
            {t('sourceList.chooseFile')}
          </Button>
          <span className="min-w-0 truncate text-sm text-fg-2">{file?.name ?? given?.name}</span>
        </div>
        {given?.content.isRead === false && given.content.problem !== null && (
          <p className="text-sm break-words text-err">{t('sourceList.unreadable', { problem: given.content.problem })}</p>
        )}
        {isTooLarge && <p className="text-sm text-err">{t('sourceList.tooLarge')}</p>}
        {action.failure !== null && <InlineFailure failure={action.failure} />}
        {action.failure !== null && <p className="font-mono text-code break-all text-fg-3">{action.failure.message}</p>}
        {file !== null && file.entries.length === 0 && <p className="text-sm text-fg-2">{t('sourceList.emptyFile')}</p>}
        {file !== null && (
          <ul className="flex max-h-80 flex-col overflow-y-auto">
            {file.entries.map((entry) => (
              <EntryRow key={entry.index} entry={entry} isOn={chosen.has(entry.index)} onChange={(isOn) => choose(entry.index, isOn)} />
            ))}
          </ul>
        )}
        <DialogActions>
          <Button size="lg" onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button
            size="lg"
            variant="primary"
            disabled={file === null || chosen.size === 0 || action.isPending}
            onClick={() => file !== null && action.run(() => add(file), onClose)}
            data-testid="import-add"
          >
            {file === null ? t('sourceList.addSources') : t('sourceList.addCount', { count: chosen.size })}
          </Button>
        </DialogActions>
      </div>
    </Dialog>
  );
}

function isOversized(opened: OpenedFile | undefined): boolean {
  return opened?.content.isRead === false && opened.content.problem === null;
}

interface EntryRowProps {
  readonly entry: ImportEntry;
  readonly isOn: boolean;
  readonly onChange: (isOn: boolean) => void;
}

function EntryRow({ entry, isOn, onChange }: EntryRowProps) {
  const { t } = useTranslation();
  const { name, kind, place, folder, leftOut, problem } = entry;
  const label = name === '' ? t('sourceList.unnamed', { index: entry.index + 1 }) : name;
  const facts = [...(kind === null ? [] : [t(`sources.kinds.${kind}`)]), place, ...(folder === null ? [] : [t('sourceList.inFolder', { folder })])];
  return (
    <li data-testid="import-entry" className="flex min-h-11 items-center gap-2.5 border-b border-line-soft py-1">
      {problem === null ? <Checkbox label={label} isLabelHidden isOn={isOn} onChange={onChange} /> : <span className="w-3.5 shrink-0" />}
      <span className="flex min-w-0 flex-1 flex-col">
        <span className="truncate text-md text-fg" title={label}>
          {label}
        </span>
        {problem === null ? (
          <span className="truncate text-xs text-fg-3">
            {facts.filter((fact) => fact !== '').join(' · ')}
            {leftOut > 0 && <span className="text-warn"> · {t('sourceList.needsSecrets', { count: leftOut })}</span>}
          </span>
        ) : (
          <span className="text-xs break-words text-err">{t('sourceList.problem', { problem })}</span>
        )}
      </span>
    </li>
  );
}
