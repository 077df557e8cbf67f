import { FileUp } from 'lucide-react';
import { type ChangeEvent, useEffect, useEffectEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { RECORDING_SUFFIX } from '../../../contract/recording-calls.ts';
import type { OpenedRecording } from '../../../contract/shell.ts';
import { useClient } from '../../stores/link.ts';
import { openRecording } from '../../stores/recording-file.ts';
import { selectSource } from '../../stores/sources.ts';
import { useAction } from '../../stores/use-action.ts';
import { Button } from '../../widgets/button.tsx';
import { Dialog, DialogActions } from '../../widgets/dialog.tsx';
import { InlineFailure } from '../../widgets/notes.tsx';

export interface RecordingDialogProps {
  /** What the shell reads; without it a person chooses a file. */
  readonly opened: OpenedRecording | null;
  readonly onClose: () => void;
}

/** Opens a file of traffic: says how far it is, and goes to it at the end. */
export function RecordingDialog({ opened, onClose }: RecordingDialogProps) {
  const { t } = useTranslation();
  const client = useClient();
  const action = useAction();
  const input = useRef<HTMLInputElement>(null);
  const running = useRef<AbortController | null>(null);
  const [name, setName] = useState(opened?.name ?? null);
  /** `null`: nobody knows. */
  const [progress, setProgress] = useState<number | null>(null);
  const hasBegun = useRef(false);
  const onOpened = useEffectEvent(() => {
    if (opened === null || hasBegun.current) return;
    hasBegun.current = true;
    action.run(async () => selectSource((await client.call('recording.finish', { openingId: opened.openingId })).sourceId), onClose);
  });
  useEffect(() => onOpened(), []);
  useEffect(() => () => running.current?.abort(), []);

  function onFile(event: ChangeEvent<HTMLInputElement>): void {
    const [picked] = event.target.files ?? [];
    // The same file may be chosen again after it was changed.
    event.target.value = '';
    if (picked !== undefined) action.run(() => open(picked));
  }

  async function open(file: File): Promise<void> {
    const abort = new AbortController();
    running.current = abort;
    setName(file.name);
    setProgress(0);
    const sourceId = await openRecording(client, file, abort.signal, setProgress);
    if (sourceId === null) return;
    selectSource(sourceId);
    onClose();
  }

  function cancel(): void {
    if (opened !== null && action.isPending) void client.call('recording.cancel', { openingId: opened.openingId }).catch(() => {});
    onClose();
  }

  return (
    <Dialog title={t('recording.title')} description={t('recording.text')} isOpen onClose={cancel} testId="recording-dialog">
      <div className="mt-4 flex flex-col gap-3">
        <div className="flex items-center gap-2">
          <input ref={input} type="file" accept={`${RECORDING_SUFFIX},.jsonl`} hidden onChange={onFile} data-testid="recording-file" />
          <Button size="lg" icon={FileUp} onClick={() => !action.isPending && input.current?.click()}>
            {t('sourceList.chooseFile')}
          </Button>
          <span className="min-w-0 truncate text-sm text-fg-2">{name}</span>
        </div>
        {action.isPending && name !== null && (
          <div>
            <p role="status" className="mb-1 truncate text-sm text-fg-2">
              {t('recording.reading', { name })}
            </p>
            <progress aria-label={t('recording.progress')} value={progress ?? undefined} max={1} className="bar-progress block h-1.5 w-full" />
          </div>
        )}
        {action.failure !== null && (
          <div>
            <InlineFailure failure={action.failure} />
            <p className="mt-1 font-mono text-code break-words text-fg-3">{action.failure.message}</p>
          </div>
        )}
      </div>
      <DialogActions>
        <Button size="lg" onClick={cancel} data-testid="recording-cancel">
          {t('common.cancel')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
